import { and, eq, getTableColumns, ilike, type SQL, sql } from "drizzle-orm";
import { suppressionList } from "@/db/schema";
import { type Cx, organizationOf } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { keyset, pageOf } from "@/lib/http/keyset";
import { likeText } from "@/lib/http/like";
import { countMost } from "@/lib/http/list";
import type { listSuppressions as listContract } from "./contract";

/**
 * Which of the organization's addresses the caller may see: all, or, for a member who is narrowed to some projects,
 * those that a guest there has (the guests' own policy says where).
 */
export const mayBeSeen = (cx: Cx): SQL | undefined =>
  cx.scope.projectIds === null
    ? undefined
    : sql`exists (select from guest_contacts c join guests g on g.id = c.guest_id
                   where c.organization_id = ${suppressionList.organizationId} and c.address = ${suppressionList.address})`;

/** A page of the organization's suppressed addresses, newest first. */
export async function listSuppressions(
  cx: Cx,
  { query }: Input<typeof listContract>,
): Promise<Returned<typeof listContract>> {
  const sort = query.sort ?? "-createdAt";
  const order = keyset(
    sort,
    query.cursor,
    {
      createdAt: [{ expression: sql`${suppressionList.createdAt}`, cast: "timestamptz" }],
      address: [{ expression: sql`${suppressionList.address}`, cast: "text" }],
    },
    sql`${suppressionList.id}`,
  );
  const matches = and(
    eq(suppressionList.organizationId, organizationOf(cx)),
    mayBeSeen(cx),
    query.channel ? eq(suppressionList.channel, query.channel) : undefined,
    query.reason ? eq(suppressionList.reason, query.reason) : undefined,
    query.q ? ilike(suppressionList.address, likeText(query.q)) : undefined,
  );
  const rows = await cx.tx
    .select({ ...getTableColumns(suppressionList), position: order.position })
    .from(suppressionList)
    .where(and(matches, order.after))
    .orderBy(order.orderBy)
    .limit(query.limit + 1);
  const counted = await countMost(cx.tx, sql`from ${suppressionList} where ${matches ?? sql`true`}`);
  return { ...pageOf(rows, query.limit, sort), ...counted };
}
