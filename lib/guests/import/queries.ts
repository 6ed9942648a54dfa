import { and, asc, eq, gt, inArray } from "drizzle-orm";
import { guestImportRows, guestImports } from "@/db/schema";
import { toCsv } from "@/lib/http/csv";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { notFound } from "@/lib/http/problem";
import { translator } from "@/lib/i18n";
import type { DuplicateMode } from "./changeset";
import type { ColumnMapping, Recognition } from "./columns";
import type { getImport as getContract, importGuests, getRejectedRows as rejectedContract } from "./contract";
import type { ParsedRow } from "./parsed";
import type { Reason } from "./reasons";
import type { Table } from "./table";
import { sentenceOf } from "./words";

/** What an import keeps of how it is to be run. */
export type ImportOptions = { duplicates: DuplicateMode; dryRun: boolean; country: string };
/** What it keeps of how the file was understood. */
export type ImportMapping = Recognition & { columns: ColumnMapping[]; ignored: Table["aside"] };
/** What a row keeps: the cells as they came, and whom they were read as. */
export type RowData = Omit<ParsedRow, "row" | "hash" | "reasons"> & { cells: string[] };

type ImportRow = typeof guestImports.$inferSelect;

/** An import as the API shows it. */
export function summaryOf(row: ImportRow): Returned<typeof importGuests> {
  const options = row.options as ImportOptions;
  const mapping = row.mapping as ImportMapping;
  return {
    ...row,
    progress: { done: row.done, total: row.total },
    dryRun: options.dryRun,
    duplicates: options.duplicates,
    source: mapping.source,
    columns: mapping.columns,
    ignored: mapping.ignored,
  };
}

async function readImport(cx: Cx, id: string): Promise<ImportRow> {
  const [row] = await cx.tx.select().from(guestImports).where(eq(guestImports.id, id));
  if (!row) throw notFound();
  return row;
}

function nameOf(data: RowData): string {
  const people = data.people.map(({ firstName, lastName }) => `${firstName} ${lastName}`.trim());
  return people.length > 0 ? people.join(", ") : data.cells.filter(Boolean).slice(0, 3).join(" ");
}

/** An import with what became of its rows so far, in the file's order. */
export async function getImport(
  cx: Cx,
  { params, query }: Input<typeof getContract>,
): Promise<Returned<typeof getContract>> {
  const list = await readImport(cx, params.id);
  const rows = await cx.tx
    .select({
      row: guestImportRows.row,
      outcome: guestImportRows.outcome,
      guestIds: guestImportRows.guestIds,
      reasons: guestImportRows.reasons,
      data: guestImportRows.data,
    })
    .from(guestImportRows)
    .where(
      and(
        eq(guestImportRows.importId, params.id),
        query.cursor ? gt(guestImportRows.row, Number(query.cursor)) : undefined,
        query.outcome ? eq(guestImportRows.outcome, query.outcome) : undefined,
      ),
    )
    .orderBy(asc(guestImportRows.row))
    .limit(query.limit + 1);
  const shown = rows.slice(0, query.limit);
  return {
    ...summaryOf(list),
    rows: shown.flatMap(({ outcome, data, reasons, ...row }) =>
      outcome
        ? [{ ...row, outcome, name: nameOf(data as RowData), reasons: (reasons as Reason[]).map(sentenceOf) }]
        : [],
    ),
    nextCursor: rows.length > query.limit ? String(shown.at(-1)!.row) : null,
  };
}

/** The rows that were not brought in, under the headings they came with, with the reasons in a last column. */
export async function getRejectedRows(cx: Cx, { params }: Input<typeof rejectedContract>): Promise<Response> {
  const list = await readImport(cx, params.id);
  const { columns } = list.mapping as ImportMapping;
  const rows = await cx.tx
    .select({ data: guestImportRows.data, reasons: guestImportRows.reasons })
    .from(guestImportRows)
    .where(
      and(
        eq(guestImportRows.importId, params.id),
        inArray(guestImportRows.outcome, ["rejected", "conflict"]),
      ),
    )
    .orderBy(asc(guestImportRows.row));
  const head = [...columns.map(({ column }) => column), translator("guests")("importReasonColumn")];
  const lines = rows.map(({ data, reasons }) => [
    ...(data as RowData).cells,
    (reasons as Reason[]).map(sentenceOf).join(" "),
  ]);
  return toCsv("not-imported.csv", [head, ...lines]);
}
