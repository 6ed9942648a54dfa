import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { env } from "./env";

type Keys = { newest: string; byId: Map<string, Buffer> };
let keys: Keys | undefined;

function ring(): Keys {
  if (!keys) {
    const list = env()
      .ENCRYPTION_KEYS.split(",")
      .map((part): [string, Buffer] => {
        const at = part.indexOf(":");
        return [part.slice(0, at), Buffer.from(part.slice(at + 1), "base64").subarray(0, 32)];
      });
    keys = { newest: list[0]![0], byId: new Map(list) };
  }
  return keys;
}

/**
 * Encrypts a short secret under the newest of ENCRYPTION_KEYS: AES-256-GCM (NIST SP 800-38D), a random nonce.
 *
 * @param purpose bound to the text as additional data: what was encrypted as one thing is never read as another
 * @returns `<key id>.<base64url of nonce, ciphertext and tag>`
 */
export function encrypt(text: string, purpose: string): string {
  const { newest, byId } = ring();
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", byId.get(newest)!, nonce).setAAD(Buffer.from(purpose));
  const sealed = Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `${newest}.${sealed.toString("base64url")}`;
}

/**
 * Reads what `encrypt` wrote, under whichever of the keys it names.
 *
 * @throws Error when the key is no longer listed, the purpose is another, or the bytes were changed
 */
export function decrypt(sealed: string, purpose: string): string {
  const at = sealed.indexOf(".");
  const id = sealed.slice(0, at);
  const key = ring().byId.get(id);
  if (!key)
    throw new Error(`ENCRYPTION_KEYS has no key "${id}" any more; put it back to read what it locked.`);
  const bytes = Buffer.from(sealed.slice(at + 1), "base64url");
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12))
    .setAAD(Buffer.from(purpose))
    .setAuthTag(bytes.subarray(-16));
  return decipher.update(bytes.subarray(12, -16), undefined, "utf8") + decipher.final("utf8");
}

/** How everything begins that is encrypted under the newest key; the rest wants to be encrypted again. */
export const newestPrefix = (): string => `${ring().newest}.`;

/**
 * A stand-in for personal data that is only ever compared, such as an address in a log: HMAC-SHA-256 under a key
 * of its own, derived from AUTH_SECRET (RFC 5869). Without the secret it can be neither read nor guessed.
 */
export function pseudonym(text: string, purpose: string): string {
  const secret = env().AUTH_SECRET.split(",")[0]!;
  const key = Buffer.from(hkdfSync("sha256", secret, "", purpose, 32));
  return createHmac("sha256", key).update(text).digest("base64url").slice(0, 22);
}
