import { sql } from "drizzle-orm";
import { readSystem } from "@/db/client";
import { decrypt } from "@/lib/clients/crypto";
import { env } from "@/lib/clients/env";
import { tokenPurpose } from "@/lib/invites/policy";
import { linkTo } from "@/lib/rsvp/household/queries";

/**
 * The personal link that the landing page offers to anybody: a household's on the site that EXAMPLE_SITE names, one
 * that has not answered before one that has. Null where no such site is published or nobody is invited to it.
 */
export async function exampleLink(label = env().EXAMPLE_SITE): Promise<string | null> {
  if (!label) return null;
  const [found] = await readSystem("the example is everybody's", (tx) =>
    tx.execute<{ subdomain: string; customDomain: string | null; cipher: string }>(sql`
      select s.subdomain, s.custom_domain as "customDomain", i.token_cipher as cipher
        from sites s
        join invites i on i.project_id = s.project_id and i.status = 'active' and i.guest_id is null
       where s.subdomain = ${label} and s.status = 'published' and s.deleted_at is null
         and (i.expires_at is null or i.expires_at > now())
       order by exists (select from rsvp_submissions r where r.invite_id = i.id), i.id
       limit 1`),
  );
  return found ? linkTo(found, decrypt(found.cipher, tokenPurpose)) : null;
}
