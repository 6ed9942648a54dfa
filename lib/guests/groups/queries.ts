import { and, eq, getTableColumns, ilike, ne, sql } from "drizzle-orm";
import { guestGroups } from "@/db/schema";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { likeText } from "@/lib/http/like";
import { listTable } from "@/lib/http/list";
import type { listGroups as listContract } from "./contract";

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
  const matches = and(
    eq(guestGroups.projectId, params.id),
    query.named === undefined ? undefined : query.named ? ne(guestGroups.name, "") : eq(guestGroups.name, ""),
    query.q ? ilike(guestGroups.name, likeText(query.q)) : undefined,
  );
  const by = ["-createdAt", "name"] as const;
  return listTable(cx.tx, {
    table: guestGroups,
    query,
    by,
    columns: groupColumns,
    matches,
    isLong: true,
  });
}
