import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { events, guestImportRows, guestImports, projects } from "@/db/schema";
import { type Cx, organizationOf } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { take } from "@/lib/http/entitlement";
import { AppError, notFound } from "@/lib/http/problem";
import { audit, emit } from "@/lib/http/record";
import { translator } from "@/lib/i18n";
import { applyPlan } from "./apply";
import type { RowOutcome } from "./changeset";
import { recognizeColumns } from "./columns";
import type { cancelImport as cancelContract, importGuests as importContract } from "./contract";
import { readState } from "./known";
import { defaultLimits, UnreadableList } from "./limits";
import { isRejected, type ParsedRow } from "./parsed";
import { readPeople } from "./people";
import { countryCode } from "./phones";
import { planChunk } from "./plan";
import { type ImportMapping, type ImportOptions, type RowData, summaryOf } from "./queries";
import type { Reason } from "./reasons";
import { readTable } from "./table";
import { refusalOf } from "./words";

const MEGABYTE = 1024 * 1024;
const STAGED_AT_ONCE = 2_000;
const CHUNK_ROWS = 2_000;

/** Reads the file whole: what its columns mean, and whom its rows name. A file that is no list is 422. */
async function readFile(
  file: File,
  mapping: Input<typeof importContract>["body"]["mapping"],
  names: string[],
  country: string,
) {
  try {
    if (file.size > 4 * MEGABYTE) throw new UnreadableList("too_large");
    const table = await readTable(
      new Uint8Array(await file.arrayBuffer()),
      defaultLimits,
      Object.keys(mapping ?? {}),
    );
    const recognition = recognizeColumns(table, { events: names, mapping });
    const rows = await readPeople(table, recognition.columns, { country: countryCode(country) ?? "US" });
    return { table, recognition, rows };
  } catch (error) {
    if (!(error instanceof UnreadableList)) throw error;
    throw new AppError(error.reason === "too_large" ? "too_large" : "not_a_list", {
      detail: refusalOf(error.reason),
      meta: { reason: error.reason },
    });
  }
}

/** Keeps the rows as they were read, the rejected ones settled already. Each batch is one statement. */
async function stageRows(
  cx: Cx,
  importId: string,
  rows: readonly ParsedRow[],
  cells: readonly { cells: string[] }[],
) {
  for (let from = 0; from < rows.length; from += STAGED_AT_ONCE) {
    const batch = rows.slice(from, from + STAGED_AT_ONCE).map(({ row, hash, reasons, ...parsed }, index) => ({
      row,
      hash,
      reasons,
      outcome: isRejected({ reasons }) ? "rejected" : null,
      data: { ...parsed, cells: cells[from + index]!.cells } satisfies RowData,
    }));
    await cx.tx.execute(sql`
      insert into guest_import_rows (organization_id, import_id, row, hash, data, outcome, reasons)
      select ${organizationOf(cx)}, ${importId}, row, hash, data, outcome, reasons
        from jsonb_to_recordset(${JSON.stringify(batch)}::jsonb)
          as r(row int, hash text, data jsonb, outcome text, reasons jsonb)`);
  }
}

/**
 * Reads a guest list and keeps its rows; the function run-import brings them in afterwards.
 *
 * @throws AppError not_a_list with the reason, too_large over 4 MB
 */
export async function importGuests(cx: Cx, { params, body }: Input<typeof importContract>) {
  const [project] = await cx.tx
    .select({ country: projects.country })
    .from(projects)
    .where(eq(projects.id, params.id));
  if (!project) throw notFound();
  const named = await cx.tx.select({ name: events.name }).from(events).where(eq(events.projectId, params.id));
  const options: ImportOptions = {
    duplicates: body.duplicates,
    dryRun: body.dryRun,
    country: body.country ?? project.country,
  };
  const read = await readFile(
    body.file,
    body.mapping,
    named.map(({ name }) => name),
    options.country,
  );
  const mapping: ImportMapping = { ...read.recognition, ignored: read.table.aside };
  const rejected = read.rows.filter(isRejected).length;
  const [list] = await cx.tx
    .insert(guestImports)
    .values({
      organizationId: organizationOf(cx),
      projectId: params.id,
      filename: body.file.name.slice(0, 255),
      mapping,
      options,
      total: read.rows.length,
      done: rejected,
      rejected,
      createdBy: cx.actor.kind === "user" ? cx.actor.id : null,
    })
    .returning();
  await stageRows(cx, list!.id, read.rows, read.table.rows);
  await audit(
    cx,
    "import.requested",
    { kind: "import", id: list!.id, projectId: params.id },
    {
      after: { filename: list!.filename, rows: list!.total, ...options },
    },
  );
  await emit(cx, { name: "guests/import.requested", projectId: params.id, data: { importId: list!.id } });
  return summaryOf(list!);
}

/** The import, held until the transaction ends: two runners of one import follow one another. */
async function hold(cx: Cx, id: string) {
  const [list] = await cx.tx.select().from(guestImports).where(eq(guestImports.id, id)).for("update");
  if (!list) throw notFound();
  return list;
}

const target = (list: { id: string; projectId: string }) => ({
  kind: "import",
  id: list.id,
  projectId: list.projectId,
});

/** Brings in the next rows and tells what became of each; nothing of it is kept yet but the guests. */
async function bringIn(cx: Cx, list: Awaited<ReturnType<typeof hold>>): Promise<RowOutcome[]> {
  const staged = await cx.tx
    .select()
    .from(guestImportRows)
    .where(and(eq(guestImportRows.importId, list.id), isNull(guestImportRows.outcome)))
    .orderBy(asc(guestImportRows.row))
    .limit(CHUNK_ROWS);
  if (staged.length === 0) return [];
  const rows = staged.map(({ row, hash, data, reasons }): ParsedRow => {
    const { cells: _, ...parsed } = data as RowData;
    return { ...parsed, row, hash, reasons: reasons as Reason[] };
  });
  const { duplicates } = list.options as ImportOptions;
  const state = await readState(cx, list, rows);
  const plan = planChunk(rows, { ...state, duplicates, newId: uuidv7 });
  // A dry run takes the places too, and gives them back with everything else: it says what would be refused.
  await take(cx, "guests", plan.guests.length);
  await applyPlan(cx, list, plan);
  await keepOutcomes(cx, list.id, plan.rows);
  return plan.rows;
}

async function keepOutcomes(cx: Cx, importId: string, outcomes: readonly RowOutcome[]): Promise<void> {
  await cx.tx.execute(sql`
    update guest_import_rows r set outcome = o.outcome, reasons = o.reasons, before = o.before,
           guest_ids = (select coalesce(array_agg(i::uuid), '{}') from jsonb_array_elements_text(o."guestIds") i)
      from jsonb_to_recordset(${JSON.stringify(outcomes)}::jsonb)
        as o(row int, outcome text, reasons jsonb, before jsonb, "guestIds" jsonb)
     where r.import_id = ${importId} and r.row = o.row`);
}

async function count(cx: Cx, importId: string, outcomes: readonly RowOutcome[]) {
  const of = (outcome: RowOutcome["outcome"]) => outcomes.filter((row) => row.outcome === outcome).length;
  const [list] = await cx.tx
    .update(guestImports)
    .set({
      status: "running",
      done: sql`${guestImports.done} + ${outcomes.length}`,
      created: sql`${guestImports.created} + ${of("new")}`,
      updated: sql`${guestImports.updated} + ${of("changed")}`,
      unchanged: sql`${guestImports.unchanged} + ${of("unchanged")}`,
      conflicts: sql`${guestImports.conflicts} + ${of("conflict")}`,
      rejected: sql`${guestImports.rejected} + ${of("rejected")}`,
      updatedAt: cx.now,
    })
    .where(eq(guestImports.id, importId))
    .returning();
  return list!;
}

/**
 * Brings in the next chunk of an import, in one transaction: all of it or nothing. Killed in between, the next
 * call goes on where the last whole chunk ended; called once too often, it does nothing.
 *
 * @returns whether there may be more to do
 */
export async function runImportChunk(cx: Cx, importId: string): Promise<boolean> {
  const list = await hold(cx, importId);
  if (list.status !== "queued" && list.status !== "running") return false;
  await cx.tx.execute(sql`savepoint chunk`);
  try {
    return (list.options as ImportOptions).dryRun ? await rehearse(cx, list) : await bringInAll(cx, list);
  } catch (error) {
    // Trying again would be refused again: the list ends here, with the sentence, and with what came in before.
    if (!(error instanceof AppError && error.code === "limit_reached")) throw error;
    await cx.tx.execute(sql`rollback to savepoint chunk`);
    await fail(cx, list, error.message);
    return false;
  }
}

async function bringInAll(cx: Cx, list: Awaited<ReturnType<typeof hold>>): Promise<boolean> {
  const { id: importId } = list;
  const outcomes = await bringIn(cx, list);
  if (outcomes.length === 0) return finish(cx, list);
  const after = await count(cx, importId, outcomes);
  const guestsChanged = outcomes.reduce((sum, { guestIds }) => sum + guestIds.length, 0);
  await audit(cx, "import.chunk", target(list), {
    after: { rows: outcomes.length, from: outcomes[0]!.row, guests: guestsChanged },
  });
  if (after.done >= after.total) return finish(cx, after);
  await emit(cx, { name: null, projectId: list.projectId, topic: "guests" });
  return true;
}

async function finish(cx: Cx, list: { id: string; projectId: string }): Promise<false> {
  await cx.tx
    .update(guestImports)
    .set({ status: "done", finishedAt: cx.now, updatedAt: cx.now })
    .where(eq(guestImports.id, list.id));
  await audit(cx, "import.finished", target(list));
  await emit(cx, {
    name: "guests/import.finished",
    projectId: list.projectId,
    topic: "guests",
    data: { importId: list.id },
  });
  return false;
}

/** A dry run is the run itself in a savepoint that is taken back: what it reports is what would be. */
async function rehearse(cx: Cx, list: Awaited<ReturnType<typeof hold>>): Promise<false> {
  const outcomes: RowOutcome[] = [];
  await cx.tx.execute(sql`savepoint rehearsal`);
  for (;;) {
    const done = await bringIn(cx, list);
    if (done.length === 0) break;
    outcomes.push(...done);
  }
  await cx.tx.execute(sql`rollback to savepoint rehearsal`);
  const made = new Set(outcomes.flatMap(({ before }) => before?.created ?? []));
  const kept = outcomes.map((row) => ({
    ...row,
    before: null,
    guestIds: row.guestIds.filter((id) => !made.has(id)),
  }));
  await keepOutcomes(cx, list.id, kept);
  await count(cx, list.id, kept);
  return finish(cx, list);
}

/** Gives an import up after its last attempt; chunks that were brought in stay, and can be undone. */
export async function failImport(cx: Cx, importId: string): Promise<void> {
  const list = await hold(cx, importId);
  if (list.status !== "queued" && list.status !== "running") return;
  await fail(cx, list, translator("guests")("importFailed"));
}

async function fail(cx: Cx, list: { id: string; projectId: string }, error: string): Promise<void> {
  await cx.tx
    .update(guestImports)
    .set({ status: "failed", error, finishedAt: cx.now, updatedAt: cx.now })
    .where(eq(guestImports.id, list.id));
  await audit(cx, "import.failed", target(list));
  await emit(cx, { name: null, projectId: list.projectId, topic: "guests" });
}

/** Stops an import after the chunk that is under way. */
export async function cancelImport(cx: Cx, { params }: Input<typeof cancelContract>) {
  const list = await hold(cx, params.id);
  if (list.status !== "queued" && list.status !== "running") {
    throw new AppError("conflict", {
      detail: "This import has ended already.",
      meta: { importStatus: list.status },
    });
  }
  const [after] = await cx.tx
    .update(guestImports)
    .set({ status: "cancelled", finishedAt: cx.now, updatedAt: cx.now })
    .where(eq(guestImports.id, params.id))
    .returning();
  await audit(cx, "import.cancelled", target(list));
  await emit(cx, { name: null, projectId: list.projectId, topic: "guests" });
  return summaryOf(after!);
}
