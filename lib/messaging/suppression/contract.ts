import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { line, listQuery, page, resource, uuid } from "@/lib/http/fields";
import { addressing, normalAddress } from "../audience/policy";
import { channel } from "../waterfall/contract";

const tag = "Suppression list";

export const suppressionReason = z.enum(["manual", "bounce", "complaint", "unsubscribe"]);
export const suppression = z.object({
  ...resource,
  organizationId: uuid,
  channel,
  address: z.string(),
  reason: suppressionReason,
  source: z.string().nullable(),
});

export const listSuppressions = endpoint({
  method: "GET",
  path: "/projects/{id}/suppression-list",
  summary: "List the addresses that get no messages from the organization",
  tag,
  scope: from.path("project"),
  permission: "campaigns:read",
  limit: "read",
  query: listQuery.extend({ channel: channel.optional(), reason: suppressionReason.optional() }),
  output: page(suppression),
});

export const createSuppression = endpoint({
  method: "POST",
  path: "/projects/{id}/suppression-list",
  summary: "Stop messages to an address, from every project of the organization",
  tag,
  scope: from.path("project"),
  permission: "campaigns:write",
  limit: "write",
  body: z
    .strictObject({ channel, address: line(254).min(1, "is empty") })
    .superRefine(({ channel: by, address }, context) => {
      if (new RegExp(addressing[by].pattern, "u").test(normalAddress(address))) return;
      const message = by === "email" ? "is not an e-mail address" : "is not a number such as +4917012345678";
      context.addIssue({ code: "custom", path: ["address"], message });
    }),
  output: suppression,
  problems: ["duplicate"],
});

export const deleteSuppression = endpoint({
  method: "DELETE",
  path: "/projects/{id}/suppression-list/{suppressionId}",
  summary: "Allow messages to an address again",
  description: "What a person asked for themselves, by unsubscribing or complaining, is theirs to take back.",
  tag,
  scope: from.path("project"),
  permission: "campaigns:write",
  limit: "write",
  problems: ["unprocessable"],
});
