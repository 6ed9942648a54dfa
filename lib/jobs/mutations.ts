import { eq } from "drizzle-orm";
import { jobs } from "@/db/schema";
import { type Cx, organizationOf } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { AppError, notFound } from "@/lib/http/problem";
import { audit, emit } from "@/lib/http/record";
import type { cancelJob as cancelContract } from "./contract";
import { asJob } from "./queries";

export type JobRow = typeof jobs.$inferSelect;

const isOpen = ({ status }: JobRow) => status === "queued" || status === "running";
const target = (job: JobRow) => ({ kind: "job", id: job.id, projectId: job.projectId });

/**
 * Writes a job down and hands it to the jobs server once this is committed. One of a kind at a time for a project:
 * the database refuses a second one.
 *
 * @param event what the function that runs it listens to; it is given `jobId`
 */
export async function startJob(
  cx: Cx,
  given: Pick<JobRow, "kind" | "projectId" | "total"> & { input: object; state: object },
  event: `${string}/${string}`,
) {
  const createdBy = cx.actor.kind === "user" ? cx.actor.id : null;
  const [job] = await cx.tx
    .insert(jobs)
    .values({ ...given, organizationId: organizationOf(cx), createdBy })
    .returning();
  await audit(cx, "job.requested", target(job!), { after: { kind: job!.kind, ...given.input } });
  await emit(cx, { name: event, projectId: given.projectId, topic: "project", data: { jobId: job!.id } });
  return asJob(job!);
}

/** The job, held until the transaction ends: two workers of one job follow one another. Null when it has ended. */
export async function holdJob(cx: Cx, id: string): Promise<JobRow | null> {
  const [job] = await cx.tx.select().from(jobs).where(eq(jobs.id, id)).for("no key update");
  return job && isOpen(job) ? job : null;
}

/** Keeps how far a job is, with what was done in the same transaction. */
export async function advanceJob(cx: Cx, job: JobRow, by: number, state: object): Promise<void> {
  await cx.tx
    .update(jobs)
    .set({ status: "running", done: Math.min(job.total, job.done + by), state, updatedAt: cx.now })
    .where(eq(jobs.id, job.id));
  await emit(cx, { name: null, projectId: job.projectId, topic: "project" });
}

/** Ends a job, well or not. */
export async function endJob(
  cx: Cx,
  job: JobRow,
  end: { status: "done"; result: object } | { status: "failed"; error: string } | { status: "cancelled" },
): Promise<JobRow> {
  const [row] = await cx.tx
    .update(jobs)
    .set({
      ...end,
      ...(end.status === "done" && { done: job.total }),
      finishedAt: cx.now,
      updatedAt: cx.now,
    })
    .where(eq(jobs.id, job.id))
    .returning();
  const { status, ...more } = end;
  await audit(cx, `job.${status}`, target(job), { after: { kind: job.kind, ...more } });
  await emit(cx, { name: null, projectId: job.projectId, topic: "project" });
  return row!;
}

/** Stops a job after the piece that is under way; its worker finds it ended and goes no further. */
export async function cancelJob(cx: Cx, { params }: Input<typeof cancelContract>) {
  const [present] = await cx.tx.select().from(jobs).where(eq(jobs.id, params.id)).for("no key update");
  if (!present) throw notFound();
  if (!isOpen(present)) {
    throw new AppError("conflict", { detail: "This has ended already.", meta: { status: present.status } });
  }
  return asJob(await endJob(cx, present, { status: "cancelled" }));
}
