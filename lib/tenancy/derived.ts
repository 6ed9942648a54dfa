import { createHmac, timingSafeEqual } from "node:crypto";
import { env } from "@/lib/clients/env";
import { tokenHash } from "./session";

/** A token of 160 bits, what the database keeps of it, and a 6-digit code beside it. */
export type Derived = { token: string; hash: string; code: string };

const secrets = () => env().AUTH_SECRET.split(",");

/**
 * Makes a token and a code from a row's id: HMAC-SHA-256 under the newest AUTH_SECRET, which nobody without the
 * secret can tell from random. Whoever has to send the row's mail (again) makes the same bytes, and neither the
 * database nor the jobs server ever holds what opens a door.
 *
 * @param purpose keeps tokens of different kinds apart
 */
export const derive = (purpose: string, id: string): Derived => deriveWith(secrets()[0]!, purpose, id);

/** The same again for a row that kept the hash, under whichever secret it was made; null when that is gone. */
export const deriveAgain = (purpose: string, id: string, hash: string): Derived | null =>
  secrets()
    .map((secret) => deriveWith(secret, purpose, id))
    .find((derived) => derived.hash === hash) ?? null;

function deriveWith(secret: string, purpose: string, id: string): Derived {
  const mac = createHmac("sha256", secret).update(`${purpose}\n${id}`).digest();
  // Letters only: a mail's text then has the code as its one 6-digit number, whatever the link says.
  const token = mac
    .subarray(0, 20)
    .toString("hex")
    .replace(/./g, (digit) => "abcdefghjkmnpqrs"[Number.parseInt(digit, 16)]!);
  // 64 bits modulo a million: no code is likelier than another by more than one in 10^13.
  const code = String(mac.readBigUInt64BE(20) % 1_000_000n).padStart(6, "0");
  return { token, hash: tokenHash(token), code };
}

/** Compares two short secrets without telling by the time it takes where they differ. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(tokenHash(a)), Buffer.from(tokenHash(b)));
}
