import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";

const tag = "Suppression list";

const unsubscribing = z.object({
  organization: z.string(),
  address: z.string().meta({ description: "Masked: the link may have been passed on" }),
  unsubscribed: z.boolean(),
  test: z.boolean().meta({ description: "The link is from a test mail; it stops nothing" }),
});

export const getUnsubscribe = endpoint({
  method: "GET",
  path: "/unsubscribe/{token}",
  summary: "Whose mails a link from a mail stops; changes nothing",
  tag,
  scope: from.anyone,
  permission: null,
  limit: "public",
  output: unsubscribing,
  problems: ["not_found"],
});

export const unsubscribe = endpoint({
  method: "POST",
  path: "/unsubscribe/{token}",
  summary: "Unsubscribe in one click (RFC 8058)",
  description:
    "Takes the form body that mail clients send, `List-Unsubscribe=One-Click`; with `undo=yes` it takes the unsubscribing back.",
  tag,
  scope: from.anyone,
  permission: null,
  limit: "public",
  media: "raw",
  maxBytes: 4_096,
  status: 200,
  output: unsubscribing,
  problems: ["not_found"],
});
