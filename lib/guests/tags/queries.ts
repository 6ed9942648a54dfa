import { and, eq, getTableColumns, ilike, sql } from "drizzle-orm";
import { guestTags } from "@/db/schema";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { likeText } from "@/lib/http/like";
import { listTable } from "@/lib/http/list";
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
  return listTable(cx.tx, {
    ...{ table: guestTags, query, by: ["name", "createdAt"], columns: tagColumns },
    matches: and(
      eq(guestTags.projectId, params.id),
      query.q ? ilike(guestTags.name, likeText(query.q)) : undefined,
    ),
  });
}
