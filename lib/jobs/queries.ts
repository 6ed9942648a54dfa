import { and, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import { jobs } from "@/db/schema";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { keyset, pageOf } from "@/lib/http/keyset";
import { notFound } from "@/lib/http/problem";
import type { getJob as getContract, listJobs as listContract, listMyJobs as mineContract } from "./contract";

type Row = typeof jobs.$inferSelect;

/** A job as the API shows it. */
export const asJob = (row: Row): Returned<typeof getContract> => ({
  id: row.id,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
  organizationId: row.organizationId,
  projectId: row.projectId,
  kind: row.kind,
  status: row.status,
  progress: { done: row.done, total: row.total },
  title: (row.input as { name: string }).name,
  result: row.result as Record<string, unknown> | null,
  error: row.error,
  finishedAt: row.finishedAt,
});

async function pageOfJobs(cx: Cx, query: Input<typeof listContract>["query"], within?: SQL) {
  const sort = query.sort ?? "-createdAt";
  const order = keyset(sort, query.cursor, { createdAt: [] }, sql`${jobs.id}`);
  const matches = and(within, query.status ? eq(jobs.status, query.status) : undefined);
  const rows = await cx.tx
    .select({ ...getTableColumns(jobs), position: order.position })
    .from(jobs)
    .where(and(matches, order.after))
    .orderBy(order.orderBy)
    .limit(query.limit + 1);
  const { data, nextCursor } = pageOf(rows, query.limit, sort);
  return { data: data.map(asJob), nextCursor, total: await cx.tx.$count(jobs, matches) };
}

/** A page of a project's jobs. */
export const listJobs = (cx: Cx, { params, query }: Input<typeof listContract>) =>
  pageOfJobs(cx, query, eq(jobs.projectId, params.id));

/** A page of the jobs of all the caller's organizations. */
export const listMyJobs = (cx: Cx, { query }: Input<typeof mineContract>) => pageOfJobs(cx, query);

/** One job. */
export async function getJob(cx: Cx, { params }: Input<typeof getContract>) {
  const [row] = await cx.tx.select().from(jobs).where(eq(jobs.id, params.id));
  if (!row) throw notFound();
  return asJob(row);
}
