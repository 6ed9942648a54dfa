import { and, eq, getTableColumns, ilike, ne, sql } from "drizzle-orm";
import { guestGroups } from "@/db/schema";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { keyset, pageOf } from "@/lib/http/keyset";
import { likeText } from "@/lib/http/like";
import type { listGroups as listContract } from "./contract";

const MOST_COUNTED = 10_001;

/** A household with how many guests it has; deleted guests do not count. */
export const groupColumns = {
  ...getTableColumns(guestGroups),
  guestCount: sql<number>`(select count(*)::int from guests g where g.group_id = guest_groups.id)`,
};

/** A page of a project's households. */
export async function listGroups(
  cx: Cx,
  { params, query }: Input<typeof listContract>,
): Promise<Returned<typeof listContract>> {
  const sort = query.sort ?? "-createdAt";
  const order = keyset(
    sort,
    query.cursor,
    {
      createdAt: [{ expression: sql`${guestGroups.createdAt}`, cast: "timestamptz" }],
      name: [{ expression: sql`lower(${guestGroups.name})`, cast: "text" }],
    },
    sql`${guestGroups.id}`,
  );
  const matches = and(
    eq(guestGroups.projectId, params.id),
    query.named === undefined ? undefined : query.named ? ne(guestGroups.name, "") : eq(guestGroups.name, ""),
    query.q ? ilike(guestGroups.name, likeText(query.q)) : undefined,
  );
  const rows = await cx.tx
    .select({ ...groupColumns, position: order.position })
    .from(guestGroups)
    .where(and(matches, order.after))
    .orderBy(order.orderBy)
    .limit(query.limit + 1);
  const found = cx.tx
    .select({ one: sql`1`.as("one") })
    .from(guestGroups)
    .where(matches)
    .limit(MOST_COUNTED)
    .as("found");
  const [counted] = await cx.tx.select({ total: sql<number>`count(*)::int` }).from(found);
  const total = counted?.total ?? 0;
  return {
    ...pageOf(rows, query.limit, sort),
    total,
    ...(total === MOST_COUNTED && { totalIsMinimum: true }),
  };
}
