import { and, eq, getTableColumns, ilike, sql } from "drizzle-orm";
import { guestTags } from "@/db/schema";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { keyset, pageOf } from "@/lib/http/keyset";
import { likeText } from "@/lib/http/like";
import type { listTags as listContract } from "./contract";

/** A tag with how many guests have it; deleted guests do not count. */
export const tagColumns = {
  ...getTableColumns(guestTags),
  guestCount: sql<number>`(select count(*)::int from guest_tag_assignments a join guests g on g.id = a.guest_id where a.tag_id = guest_tags.id)`,
};

/** A page of a project's tags, by name. */
export async function listTags(
  cx: Cx,
  { params, query }: Input<typeof listContract>,
): Promise<Returned<typeof listContract>> {
  const sort = query.sort ?? "name";
  const order = keyset(
    sort,
    query.cursor,
    {
      name: [{ expression: sql`lower(${guestTags.name})`, cast: "text" }],
      createdAt: [{ expression: sql`${guestTags.createdAt}`, cast: "timestamptz" }],
    },
    sql`${guestTags.id}`,
  );
  const matches = and(
    eq(guestTags.projectId, params.id),
    query.q ? ilike(guestTags.name, likeText(query.q)) : undefined,
  );
  const rows = await cx.tx
    .select({ ...tagColumns, position: order.position })
    .from(guestTags)
    .where(and(matches, order.after))
    .orderBy(order.orderBy)
    .limit(query.limit + 1);
  // A project's tags are few; they are counted, not kept.
  return { ...pageOf(rows, query.limit, sort), total: await cx.tx.$count(guestTags, matches) };
}
