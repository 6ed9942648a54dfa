import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { line } from "@/lib/http/fields";
import { job } from "@/lib/jobs/contract";

/** What a copy takes along beside the project's facts and events. */
export const parts = ["guests", "forms", "sites", "campaigns", "seating"] as const;
export type Part = (typeof parts)[number];

const part = z.boolean().default(false);

export const duplicateProject = endpoint({
  method: "POST",
  path: "/projects/{id}/duplicate",
  summary: "Copy a project; follow the job at Location",
  description:
    "Its facts and events always come along. Guests come with households, contacts, tags and invitations, and without answers and links; sites as drafts at a new address; campaigns as drafts. The copy appears when it is whole. One copy of a project is made at a time.",
  tag: "Projects",
  scope: from.path("project"),
  permission: "projects:write",
  limit: "write",
  entitlement: { limit: "guests", counted: "inside" },
  body: z.strictObject({
    name: line(200).min(1, "is empty"),
    include: z
      .strictObject({ guests: part, sites: part, forms: part, seating: part, campaigns: part })
      .default({
        guests: false,
        sites: false,
        forms: false,
        seating: false,
        campaigns: false,
      }),
  }),
  output: job,
  status: 202,
  location: ({ id }) => `/api/jobs/${id}`,
  problems: ["duplicate"],
});
