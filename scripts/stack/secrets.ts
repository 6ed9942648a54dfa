import { generateKeyPairSync, randomBytes } from "node:crypto";
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const hex = (bytes: number) => randomBytes(bytes).toString("hex");

const ticketKey = (): string => {
  const { privateKey } = generateKeyPairSync("ed25519");
  return `k1:${privateKey.export({ format: "der", type: "pkcs8" }).toString("base64url")}`;
};

/** How each secret is made, in the form that spec/environment.md gives it. */
const GENERATORS = {
  AUTH_SECRET: () => randomBytes(32).toString("base64url"),
  ENCRYPTION_KEYS: () => `k1:${randomBytes(32).toString("base64")}`,
  TICKET_SIGNING_KEYS: ticketKey,
  PARTYKIT_SECRET: () => randomBytes(32).toString("base64url"),
  INNGEST_EVENT_KEY: () => hex(16),
  INNGEST_SIGNING_KEY: () => `signkey-prod-${hex(32)}`,
  RESEND_API_KEY: () => `re_${hex(16)}`,
  RESEND_WEBHOOK_SECRET: () => `whsec_${randomBytes(24).toString("base64")}`,
  TWILIO_AUTH_TOKEN: () => hex(16),
  UPSTASH_REDIS_REST_TOKEN: () => hex(24),
  BLOB_READ_WRITE_TOKEN: () => `vercel_blob_rw_${hex(8)}_${hex(16)}`,
  POSTGRES_OWNER_PASSWORD: () => hex(16),
  POSTGRES_APP_PASSWORD: () => hex(16),
};

export type Secrets = Record<keyof typeof GENERATORS, string>;

/**
 * The secrets of the stack in `dataDir`, each made once and the same ever after: they are kept in secrets.json,
 * readable by its owner alone, and one that a newer version needs is added to what is there.
 */
export function loadSecrets(dataDir: string): Secrets {
  const file = join(dataDir, "secrets.json");
  const kept: Partial<Secrets> = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  const missing = (Object.keys(GENERATORS) as (keyof Secrets)[]).filter((name) => !kept[name]);
  if (missing.length === 0) return kept as Secrets;
  for (const name of missing) kept[name] = GENERATORS[name]();
  // Written beside and renamed, so that no kill leaves half a file and with it a database nobody can open.
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 });
  chmodSync(fresh, 0o600);
  renameSync(fresh, file);
  return kept as Secrets;
}
