import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { instantIn, instantOut, line, listQuery, page, uuid } from "@/lib/http/fields";

const tag = "Audit";

const row = z.object({
  id: uuid,
  at: instantOut,
  actor: z.object({
    kind: z.string().meta({ description: "user, apiKey, guest, job, room or webhook" }),
    id: z.string().nullable(),
    name: z.string().nullable(),
  }),
  action: z.string().meta({ description: "What was done, as noun.verb: guest.updated" }),
  target: z.object({ kind: z.string(), id: z.string().nullable() }),
  projectId: uuid.nullable(),
  before: z.unknown(),
  after: z.unknown(),
  requestId: z.string(),
  ip: z.string().nullable(),
  position: z
    .int()
    .nullable()
    .meta({ description: "The place in the chain, from 1; null until it is sealed" }),
  hash: z
    .string()
    .nullable()
    .meta({ description: "SHA-256 over this row and previousHash; within a minute" }),
  previousHash: z.string().nullable(),
});
export type AuditRow = z.output<typeof row>;

const entry = row.omit({ projectId: true, position: true, hash: true, previousHash: true });
/** An entry of either log: only an organization's belongs to a project and is sealed. */
export type AuditEntry = z.output<typeof entry> & Partial<Pick<AuditRow, "position" | "hash">>;

const filters = {
  q: z
    .string()
    .trim()
    .max(200)
    .optional()
    .meta({ description: "Found in the action, the actor's name, names before and after, and ids" }),
  action: line(80)
    .optional()
    .meta({ description: "One action, or with a dot at the end all of a noun: `guest.`" }),
  actorKind: line(20).optional(),
  actorId: line(80).optional(),
  targetKind: line(40).optional(),
  targetId: line(80).optional(),
  projectId: uuid.optional(),
  since: instantIn.optional(),
  until: instantIn.optional(),
};

export const listAudit = endpoint({
  method: "GET",
  path: "/orgs/{id}/audit",
  summary: "List who did what to what, the newest first",
  tag,
  scope: from.path("organization"),
  permission: "audit:read",
  limit: "read",
  query: listQuery.omit({ q: true }).extend(filters),
  output: page(row),
});

export const listPlatformAudit = endpoint({
  method: "GET",
  path: "/admin/audit",
  summary: "List who changed what belongs to no organization, the newest first",
  description:
    "Plans, the installation's settings, and what people changed of their own profiles and settings.",
  tag,
  scope: from.staff,
  permission: null,
  limit: "read",
  query: listQuery
    .omit({ q: true })
    .extend({ actorId: filters.actorId, targetKind: filters.targetKind, since: filters.since }),
  output: page(entry),
});

export const exportAudit = endpoint({
  method: "GET",
  path: "/orgs/{id}/audit/export",
  summary: "The audit log as CSV, filtered the same way",
  description: "At most 50,000 rows; over that it is refused, and `since` and `until` make it smaller.",
  tag,
  scope: from.path("organization"),
  permission: "audit:read",
  limit: "read",
  query: z.object(filters),
  output: z.instanceof(Response),
  produces: "text/csv",
  problems: ["unprocessable"],
});
