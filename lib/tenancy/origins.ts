import { sql } from "drizzle-orm";
import { readSystem } from "@/db/client";

/**
 * Whether pages of an origin may call with API keys: by the setting api.origins of one organization, or, where none is
 * named (a preflight carries no key), of any.
 */
export async function mayCallFrom(origin: string, organizationId: string | null): Promise<boolean> {
  const allowed = await readSystem("a preflight belongs to no organization", (tx) =>
    tx.execute(sql`
      select from setting_values v join organizations o on o.id = v.organization_id and o.deleted_at is null
       where v.key = 'api.origins' and v.scope = 'organization' and v.value @> to_jsonb(${origin}::text)
         ${organizationId ? sql`and v.organization_id = ${organizationId}` : sql``} limit 1`),
  );
  return allowed.length > 0;
}
