import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { instantOut } from "@/lib/http/fields";

export const getLiveTicket = endpoint({
  method: "GET",
  path: "/projects/{id}/live",
  summary: "A ticket for the project's live room",
  description:
    "Connect to `url` by WebSocket before `expiresAt`. The room says `{topics: [...]}` when something of the project changed; read it again then.",
  tag: "Live",
  scope: from.path("project"),
  permission: "live:read",
  limit: "read",
  output: z.object({ url: z.string(), expiresAt: instantOut }),
});
