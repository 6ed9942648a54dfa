import { and, eq, getTableColumns, sql } from "drizzle-orm";
import { apiKeys } from "@/db/schema";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { keyset, pageOf } from "@/lib/http/keyset";
import { likeText } from "@/lib/http/like";
import type { Permission } from "@/lib/tenancy/can";
import type { listApiKeys as listContract } from "./contract";

/** A key's row as the API shows it. */
export const shownKey = <T extends { scopes: string[] }>(row: T) => ({
  ...row,
  scopes: row.scopes as Permission[],
});

/** A page of the organization's API keys, the newest first. */
export async function listApiKeys(
  cx: Cx,
  { params, query }: Input<typeof listContract>,
): Promise<Returned<typeof listContract>> {
  const sort = query.sort ?? "-createdAt";
  const order = keyset(
    sort,
    query.cursor,
    {
      createdAt: [{ expression: sql`${apiKeys.createdAt}`, cast: "timestamptz" }],
      name: [{ expression: sql`lower(${apiKeys.name})`, cast: "text" }],
    },
    sql`${apiKeys.id}`,
  );
  const matches = and(
    eq(apiKeys.organizationId, params.id),
    query.q ? sql`${apiKeys.name} ilike ${likeText(query.q)}` : undefined,
  );
  const rows = await cx.tx
    .select({ ...getTableColumns(apiKeys), position: order.position })
    .from(apiKeys)
    .where(and(matches, order.after))
    .orderBy(order.orderBy)
    .limit(query.limit + 1);
  const { data, nextCursor } = pageOf(rows, query.limit, sort);
  return { data: data.map(shownKey), nextCursor, total: await cx.tx.$count(apiKeys, matches) };
}
