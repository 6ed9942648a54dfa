import { and, eq, gt, ilike, isNull, sql } from "drizzle-orm";
import { lend, type Tx } from "@/db/client";
import { projects } from "@/db/schema";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { likeText } from "@/lib/http/like";
import { listTable } from "@/lib/http/list";
import { notFound } from "@/lib/http/problem";
import type { getProject as getContract, listProjects as listContract } from "./contract";
import { restoreDays } from "./policy";

/** A page of the caller's projects, newest first, of all their organizations. */
export async function listProjects(
  cx: Cx,
  { query }: Input<typeof listContract>,
): Promise<Returned<typeof listContract>> {
  const matches = and(
    query.organizationId ? eq(projects.organizationId, query.organizationId) : undefined,
    query.status ? eq(projects.status, query.status) : undefined,
    query.deleted
      ? gt(projects.deletedAt, sql`now() - make_interval(days => ${restoreDays})`)
      : isNull(projects.deletedAt),
    query.q ? ilike(projects.name, likeText(query.q)) : undefined,
  );
  const by = ["-createdAt", "name"] as const;
  const read = (tx: Tx) => listTable(tx, { table: projects, query, by, matches });
  return query.deleted ? lend(cx.tx, "trash", read) : read(cx.tx);
}

/** One project. */
export async function getProject(cx: Cx, { params }: Input<typeof getContract>) {
  const [row] = await cx.tx.select().from(projects).where(eq(projects.id, params.id));
  if (!row) throw notFound();
  return row;
}
