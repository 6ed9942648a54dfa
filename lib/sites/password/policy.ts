import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";
import { pseudonym } from "@/lib/clients/crypto";

// One of OWASP's equal choices (Password Storage Cheat Sheet): 32 MB and three passes.
const COST: ScryptOptions = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 };
const DAYS = 30;

const derive = (password: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    scrypt(password.normalize("NFKC"), salt, 32, COST, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  );

/** A password as it is kept: scrypt (RFC 7914) under a salt of its own. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `scrypt.${salt.toString("base64url")}.${(await derive(password, salt)).toString("base64url")}`;
}

/** Whether a password is the one that was kept. */
export async function isPassword(password: string, kept: string): Promise<boolean> {
  const [, salt = "", key = ""] = kept.split(".");
  const derived = await derive(password, Buffer.from(salt, "base64url"));
  return timingSafeEqual(derived, Buffer.from(key, "base64url"));
}

type Gated = { id: string; passwordHash: string | null };

const markOf = (site: Gated, until: number) =>
  pseudonym(`${site.id} ${site.passwordHash} ${until}`, "site-gate");
const nameOf = (secure: boolean) => (secure ? "__Host-eios-gate" : "eios-gate");

/**
 * The cookie of who knew the password, for this host alone and 30 days. It holds no secret of the site, and another
 * password ends it.
 */
export function gateCookie(site: Gated, now: Date, secure: boolean): string {
  const until = Math.floor(now.getTime() / 1_000) + DAYS * 86_400;
  const parts = [
    `${nameOf(secure)}=${until}.${markOf(site, until)}`,
    "Path=/",
    `Max-Age=${DAYS * 86_400}`,
    "HttpOnly",
    "SameSite=Lax",
  ];
  return [...parts, ...(secure ? ["Secure"] : [])].join("; ");
}

/** Whether a request's cookies say that its sender knew the password. */
export function hasPassed(site: Gated, cookies: string | null, now: Date, secure: boolean): boolean {
  const start = `${nameOf(secure)}=`;
  for (const cookie of cookies?.split(/;\s*/) ?? []) {
    if (!cookie.startsWith(start)) continue;
    const [until = "", mark = ""] = cookie.slice(start.length).split(".");
    if (!/^\d{1,12}$/.test(until) || Number(until) * 1_000 < now.getTime()) continue;
    const expected = Buffer.from(markOf(site, Number(until)));
    const given = Buffer.from(mark);
    if (expected.length === given.length && timingSafeEqual(expected, given)) return true;
  }
  return false;
}
