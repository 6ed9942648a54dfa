import { createHmac, timingSafeEqual } from "node:crypto";
import { env } from "@/lib/clients/env";

/** What a link from a mail names: one message of one organization, or a test, which stops nothing. */
export type UnsubscribeClaim = { organizationId: string; jobId: string } | "test";

const TEST = "test";
const bytesOf = (uuid: string) => Buffer.from(uuid.replaceAll("-", ""), "hex");
const uuidOf = (bytes: Buffer) =>
  bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

const mac = (secret: string, claim: Buffer) =>
  createHmac("sha256", secret).update("unsubscribe\n").update(claim).digest().subarray(0, 16);

/**
 * The token of an unsubscribe link: the ids of organization and message with 128 bits of HMAC-SHA-256 under the
 * newest AUTH_SECRET. It names no address, needs no row, and cannot be made by anybody else.
 */
export function unsubscribeToken(organizationId: string, jobId: string): string {
  const claim = Buffer.concat([bytesOf(organizationId), bytesOf(jobId)]);
  return Buffer.concat([claim, mac(env().AUTH_SECRET.split(",")[0]!, claim)]).toString("base64url");
}

/** What a token claims, when its signature holds under one of the secrets; null otherwise. */
export function readUnsubscribeToken(token: string): UnsubscribeClaim | null {
  if (token === TEST) return "test";
  const bytes = Buffer.from(token, "base64url");
  if (bytes.length !== 48) return null;
  const claim = bytes.subarray(0, 32);
  const signed = env()
    .AUTH_SECRET.split(",")
    .some((secret) => timingSafeEqual(mac(secret, claim), bytes.subarray(32)));
  if (!signed) return null;
  return { organizationId: uuidOf(claim.subarray(0, 16)), jobId: uuidOf(claim.subarray(16)) };
}

/** The page where one unsubscribes; the same address takes the one click of RFC 8058. */
export const unsubscribeLink = (origin: string, token: string): string => `${origin}/unsubscribe/${token}`;
export const testLink = (origin: string): string => unsubscribeLink(origin, TEST);

/** `m…a@example.com`: enough to recognise one's own address, too little to learn somebody else's. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf("@");
  const local = address.slice(0, at);
  const shown = local.length > 2 ? `${local[0]}…${local.at(-1)}` : `${local[0] ?? ""}…`;
  return `${shown}${address.slice(at)}`;
}
