import { eq } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { lend } from "@/db/client";
import { projects } from "@/db/schema";
import type { Cx } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { take } from "@/lib/http/entitlement";
import { AppError, notFound } from "@/lib/http/problem";
import { audit, emit } from "@/lib/http/record";
import { translator } from "@/lib/i18n";
import { advanceJob, endJob, holdJob, type JobRow, startJob } from "@/lib/jobs/mutations";
import { notYet } from "../policy";
import type { duplicateProject as duplicateContract } from "./contract";
import { type Copying, copyStage } from "./copying/mutations";
import { type DuplicateInput, type DuplicateState, stageAfter } from "./policy";
import { sizeOf } from "./queries";

export const duplicateRequested = "projects/duplicate.requested";

/**
 * Begins a copy of a project: the copy's own row, out of sight until it is whole, and the job that fills it.
 *
 * @throws AppError duplicate while another copy of it is being made, limit_reached where the guests would not fit
 */
export async function duplicateProject(cx: Cx, { params, body }: Input<typeof duplicateContract>) {
  const [source] = await cx.tx.select().from(projects).where(eq(projects.id, params.id));
  if (!source) throw notFound();
  const size = await sizeOf(cx, params.id, body.include);
  await take(cx, "guests", size.guests);
  await take(cx, "sites", size.sites);
  const targetId = uuidv7();
  const { organizationId, kind, eventDate, timezone, locale, country } = source;
  await lend(cx.tx, "trash", (tx) =>
    tx.insert(projects).values({
      ...{ organizationId, kind, eventDate, timezone, locale, country },
      id: targetId,
      name: body.name,
      deletedAt: notYet,
    }),
  );
  return startJob(
    cx,
    {
      kind: "duplicate",
      projectId: params.id,
      total: Object.values(size).reduce((sum, n) => sum + n, 0),
      input: { ...body, targetId } satisfies DuplicateInput,
      state: { stage: "events", cursor: null } satisfies DuplicateState,
    },
    duplicateRequested,
  );
}

/**
 * Makes the next piece of a copy, in one transaction with how far it is. Killed in between, the next call goes on
 * where the last whole piece ended; called once too often, it does nothing.
 *
 * @returns whether there may be more to do
 */
export async function runDuplicatePiece(cx: Cx, jobId: string): Promise<boolean> {
  const job = await holdJob(cx, jobId);
  if (!job) return false;
  const { include, targetId } = job.input as DuplicateInput;
  const { stage, cursor } = job.state as DuplicateState;
  if (stage === "end") return finish(cx, job, targetId);
  const copying: Copying = { jobId, sourceId: job.projectId!, targetId, include, by: job.createdBy };
  const made = await copyStage(cx, copying, stage, cursor);
  const next: DuplicateState = made.cursor
    ? { stage, cursor: made.cursor }
    : { stage: stageAfter(stage, include), cursor: null };
  await advanceJob(cx, job, made.counted, next);
  return true;
}

/** Shows the copy, if the plan still has room for what it holds. */
async function finish(cx: Cx, job: JobRow, targetId: string): Promise<false> {
  const [hidden] = await lend(cx.tx, "trash", (tx) =>
    tx.select().from(projects).where(eq(projects.id, targetId)).for("no key update"),
  );
  if (!hidden) {
    await endJob(cx, job, { status: "failed", error: translator("projects")("copyFailed") });
    return false;
  }
  try {
    await take(cx, "guests", hidden.guestCount);
    const { sites } = await sizeOf(cx, targetId, {
      guests: false,
      forms: false,
      sites: true,
      campaigns: false,
      seating: false,
    });
    await take(cx, "sites", sites);
  } catch (error) {
    if (!(error instanceof AppError && error.code === "limit_reached")) throw error;
    await endJob(cx, job, { status: "failed", error: error.message });
    return false;
  }
  const [shown] = await lend(cx.tx, "trash", (tx) =>
    tx
      .update(projects)
      .set({ deletedAt: null, createdAt: cx.now })
      .where(eq(projects.id, targetId))
      .returning(),
  );
  await audit(
    cx,
    "project.duplicated",
    { kind: "project", id: targetId, projectId: targetId },
    { after: { ...shown, from: job.projectId } },
  );
  await emit(cx, { name: null, projectId: targetId, topic: "project" });
  await endJob(cx, job, { status: "done", result: { projectId: targetId } });
  return false;
}

/** Gives a copy up after its last attempt. What was made of it is never shown, and is purged. */
export async function failDuplicate(cx: Cx, jobId: string): Promise<void> {
  const job = await holdJob(cx, jobId);
  if (job) await endJob(cx, job, { status: "failed", error: translator("projects")("copyFailed") });
}
