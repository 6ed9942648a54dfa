import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { instantOut, listQuery, page, uuid } from "@/lib/http/fields";

const tag = "Sign-in";

export const session = z.object({
  id: uuid,
  createdAt: instantOut,
  lastSeenAt: instantOut.meta({ description: "To the hour" }),
  expiresAt: instantOut,
  current: z.boolean().meta({ description: "The one that asks" }),
  device: z.object({
    kind: z.enum(["desktop", "mobile", "tablet", "program"]),
    browser: z.string().nullable(),
    system: z.string().nullable(),
  }),
  place: z.string().nullable().meta({ description: "Where the platform in front of the app says it is" }),
});
export type Session = z.output<typeof session>;

export const listSessions = endpoint({
  method: "GET",
  path: "/auth/sessions",
  summary: "List where one is signed in, the last used first",
  tag,
  scope: from.self,
  permission: null,
  limit: "read",
  query: listQuery.pick({ limit: true, cursor: true }),
  output: page(session),
});

export const endSession = endpoint({
  method: "DELETE",
  path: "/auth/sessions/{id}",
  summary: "Sign out one of one's devices",
  description:
    "Its token opens nothing from the next request on; its open pages and live rooms close at once.",
  tag,
  scope: from.self,
  permission: null,
  limit: "write",
});

export const endOtherSessions = endpoint({
  method: "POST",
  path: "/auth/sessions/end-others",
  summary: "Sign out everywhere but here",
  tag,
  scope: from.self,
  permission: null,
  limit: "write",
  output: z.object({ ended: z.number().int() }),
  status: 200,
});
