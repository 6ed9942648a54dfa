import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { instantOut, resource, uuid } from "@/lib/http/fields";
import { type Field, isField, personFields, rowFields } from "./fields";

const tag = "Import";
const MEGABYTE = 1024 * 1024;

/** Column name → field, or null to leave the column out. Columns it does not name are recognised. */
export const importMapping = z
  .record(
    z.string().max(200),
    z
      .string()
      .max(220)
      .refine(isField, "is not a field")
      .transform((word) => word as Field)
      .nullable(),
  )
  .meta({
    description: `Fields: ${[...personFields, ...rowFields].join(", ")}; companion1.firstName and child1.firstName for further people of the row; event:NAME for an event`,
  });

export const importStatus = z.enum(["queued", "running", "done", "failed", "cancelled", "undone"]);
export const rowOutcome = z.enum(["new", "changed", "unchanged", "conflict", "rejected"]);

const summary = {
  ...resource,
  projectId: uuid,
  filename: z.string(),
  status: importStatus,
  progress: z.object({ done: z.number().int(), total: z.number().int() }),
  dryRun: z.boolean(),
  duplicates: z.enum(["skip", "update", "keep"]),
  source: z.string().nullable().meta({ description: "Whose export the file was recognised as" }),
  columns: z
    .array(
      z.object({
        column: z.string(),
        field: z.string().nullable().meta({ description: "Null: the column was left out" }),
        by: z.enum(["mapping", "preset", "name", "content"]).nullable(),
        samples: z.array(z.string()),
      }),
    )
    .meta({ description: "What each column was taken for" }),
  ignored: z
    .array(z.object({ row: z.number().int(), reason: z.enum(["above_header", "totals"]), text: z.string() }))
    .meta({ description: "Rows of the file that are no guests" }),
  created: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
  conflicts: z.number().int(),
  rejected: z.number().int(),
  error: z.string().nullable(),
  finishedAt: instantOut.nullable(),
};

export const guestImport = z.object(summary);
export type GuestImport = z.output<typeof guestImport>;

export const importReport = z.object({
  ...summary,
  rows: z.array(
    z.object({
      row: z.number().int().meta({ description: "The row's number in the file" }),
      outcome: rowOutcome,
      name: z.string().meta({ description: "Whom the row names, or its first cells" }),
      guestIds: z.array(uuid),
      reasons: z.array(z.string()),
    }),
  ),
  nextCursor: z.string().nullable(),
});
export type ImportReport = z.output<typeof importReport>;

const json = <T extends z.ZodType>(schema: T) =>
  z
    .string()
    .max(100_000)
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: "custom", message: "is not valid JSON" });
        return z.NEVER;
      }
    })
    .pipe(schema);

export const importGuests = endpoint({
  method: "POST",
  path: "/projects/{id}/guests/import",
  summary: "Bring in a guest list",
  description:
    "CSV or XLSX of any origin, as multipart. The file is read at once, and refused at once if it is no list; its rows are brought in afterwards: read the report at `Location`. New guests are invited to all of the project's events unless the file has a column for an event.",
  tag,
  scope: from.path("project"),
  permission: "guests:write",
  limit: "upload",
  entitlement: { limit: "guests", counted: "inside" },
  media: "multipart",
  maxBytes: 4 * MEGABYTE + 65_536,
  body: z.strictObject({
    file: z.file("is missing: send the list as a file").meta({ description: "At most 4 MB" }),
    mapping: json(importMapping).optional(),
    duplicates: z.enum(["skip", "update", "keep"]).default("update"),
    dryRun: z
      .enum(["true", "false"])
      .default("false")
      .transform((word) => word === "true")
      .meta({ description: "Only report what would become of every row" }),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, "is not a country code such as IT")
      .optional()
      .meta({ description: "ISO 3166-1 code for numbers without a prefix; the project's by default" }),
  }),
  output: guestImport,
  status: 202,
  location: ({ id }) => `/api/imports/${id}`,
  problems: ["not_a_list"],
});

export const getImport = endpoint({
  method: "GET",
  path: "/imports/{id}",
  summary: "Read an import's report",
  description:
    "What became of every row, in the file's order, 1,000 rows at a time unless `limit` says otherwise.",
  tag,
  scope: from.path("import"),
  permission: "guests:read",
  limit: "read",
  query: z.object({
    limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
    cursor: z
      .string()
      .regex(/^\d{1,9}$/, "is not from this list")
      .optional(),
    outcome: rowOutcome.optional(),
  }),
  output: importReport,
});

export const getRejectedRows = endpoint({
  method: "GET",
  path: "/imports/{id}/rejected",
  summary: "The rows that were not brought in, as CSV",
  description: "Rejected rows and conflicts under their own headings, with a last column that says why.",
  tag,
  scope: from.path("import"),
  permission: "guests:read",
  limit: "read",
  output: z.instanceof(Response),
  produces: "text/csv",
});

export const cancelImport = endpoint({
  method: "POST",
  path: "/imports/{id}/cancel",
  summary: "Stop an import; what it brought in so far stays",
  tag,
  scope: from.path("import"),
  permission: "guests:write",
  limit: "write",
  output: guestImport,
  status: 200,
  problems: ["conflict"],
});

export const undoImport = endpoint({
  method: "POST",
  path: "/imports/{id}/undo",
  summary: "Take an import back",
  description:
    "Guests it made are deleted and guests it changed get back what they had, unless somebody has changed them since: those stay as they are.",
  tag,
  scope: from.path("import"),
  permission: "guests:write",
  limit: "write",
  output: guestImport,
  status: 200,
  problems: ["conflict"],
});
