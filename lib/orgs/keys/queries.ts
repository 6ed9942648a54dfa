import { and, eq, sql } from "drizzle-orm";
import { apiKeys } from "@/db/schema";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { likeText } from "@/lib/http/like";
import { listTable } from "@/lib/http/list";
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
  const { data, ...page } = await listTable(cx.tx, {
    ...{ table: apiKeys, query, by: ["-createdAt", "name"] },
    matches: and(
      eq(apiKeys.organizationId, params.id),
      query.q ? sql`${apiKeys.name} ilike ${likeText(query.q)}` : undefined,
    ),
  });
  return { ...page, data: data.map(shownKey) };
}
