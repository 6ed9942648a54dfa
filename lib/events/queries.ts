import { and, eq, getTableColumns, ilike, sql } from "drizzle-orm";
import { events } from "@/db/schema";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { keyset, pageOf } from "@/lib/http/keyset";
import { likeText } from "@/lib/http/like";
import { notFound } from "@/lib/http/problem";
import type { getEvent as getContract, listEvents as listContract } from "./contract";

/** A page of a project's events, the earliest first. */
export async function listEvents(
  cx: Cx,
  { params, query }: Input<typeof listContract>,
): Promise<Returned<typeof listContract>> {
  const sort = query.sort ?? "startsAt";
  const order = keyset(
    sort,
    query.cursor,
    {
      startsAt: [{ expression: sql`${events.startsAt}`, cast: "timestamptz" }],
      createdAt: [{ expression: sql`${events.createdAt}`, cast: "timestamptz" }],
      name: [{ expression: sql`lower(${events.name})`, cast: "text" }],
    },
    sql`${events.id}`,
  );
  const matches = and(
    eq(events.projectId, params.id),
    query.q ? ilike(events.name, likeText(query.q)) : undefined,
  );
  const rows = await cx.tx
    .select({ ...getTableColumns(events), position: order.position })
    .from(events)
    .where(and(matches, order.after))
    .orderBy(order.orderBy)
    .limit(query.limit + 1);
  // A project's events are few; they are counted, not kept.
  const total = await cx.tx.$count(events, matches);
  return { ...pageOf(rows, query.limit, sort), total };
}

/** One event. */
export async function getEvent(cx: Cx, { params }: Input<typeof getContract>) {
  const [row] = await cx.tx.select().from(events).where(eq(events.id, params.id));
  if (!row) throw notFound();
  return row;
}
