import { sql } from "drizzle-orm";
import { asSystem } from "@/db/client";
import { decrypt, encrypt, newestPrefix } from "@/lib/clients/crypto";
import { tokenPurpose } from "../policy";

const BATCH = 500;

/**
 * Encrypts tokens again that an older key holds, so that the key can be taken from ENCRYPTION_KEYS afterwards. Links
 * stay as they are.
 *
 * @returns how many there were
 */
export async function renewCiphers(): Promise<number> {
  let total = 0;
  for (;;) {
    const renewed = await asSystem("a key is rotated for all organizations", async (tx) => {
      const rows = await tx.execute<{ id: string; cipher: string }>(sql`
        select id, token_cipher as cipher from invites where not starts_with(token_cipher, ${newestPrefix()})
         limit ${BATCH} for update skip locked`);
      if (rows.length === 0) return 0;
      const fresh = rows.map(({ id, cipher }) => ({
        id,
        cipher: encrypt(decrypt(cipher, tokenPurpose), tokenPurpose),
      }));
      await tx.execute(sql`
        update invites i set token_cipher = f.cipher
          from jsonb_to_recordset(${JSON.stringify(fresh)}::jsonb) as f (id uuid, cipher text) where f.id = i.id`);
      return rows.length;
    });
    total += renewed;
    if (renewed < BATCH) return total;
  }
}
