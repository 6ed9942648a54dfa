import { and, eq, ilike } from "drizzle-orm";
import { events } from "@/db/schema";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { likeText } from "@/lib/http/like";
import { listTable } from "@/lib/http/list";
import { notFound } from "@/lib/http/problem";
import type { getEvent as getContract, listEvents as listContract } from "./contract";

/** A page of a project's events, the earliest first. */
export async function listEvents(
  cx: Cx,
  { params, query }: Input<typeof listContract>,
): Promise<Returned<typeof listContract>> {
  return listTable(cx.tx, {
    ...{ table: events, query, by: ["startsAt", "createdAt", "name"] },
    matches: and(
      eq(events.projectId, params.id),
      query.q ? ilike(events.name, likeText(query.q)) : undefined,
    ),
  });
}

/** One event. */
export async function getEvent(cx: Cx, { params }: Input<typeof getContract>) {
  const [row] = await cx.tx.select().from(events).where(eq(events.id, params.id));
  if (!row) throw notFound();
  return row;
}
