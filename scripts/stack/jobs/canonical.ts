import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** Anything JSON can say. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };

/**
 * JSON with sorted keys, as the SDK's `canonicalize` (RFC 8785) writes it before it checks a signature. An object
 * with a key `toJSON` is left in its own order, because that library does so.
 */
export function canonical(value: Json | undefined): string {
  if (value === undefined) return "null";
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value.toJSON !== undefined && value.toJSON !== null) return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .filter((key) => value[key] !== undefined)
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${members.join(",")}}`;
}

const PREFIX = /^signkey-\w+-/;

/** Whether `key` has the form of an Inngest signing key: hexadecimal, with or without `signkey-<env>-` before it. */
export function isSigningKey(key: string): boolean {
  return /^(?:[0-9a-f]{2})+$/i.test(key.replace(PREFIX, ""));
}

/** The token by which the SDK authenticates its own calls: the prefix and the SHA-256 of the key's bytes. */
export function hashSigningKey(key: string): string {
  const prefix = PREFIX.exec(key)?.[0] ?? "";
  const bytes = Buffer.from(key.replace(PREFIX, ""), "hex");
  return `${prefix}${createHash("sha256").update(bytes).digest("hex")}`;
}

const hmac = (key: string, text: string, time: string) =>
  createHmac("sha256", key.replace(PREFIX, "")).update(text).update(time).digest("hex");

/** The `x-inngest-signature` of a body that is canonical already. */
export function sign(key: string, body: string): string {
  const time = Math.round(Date.now() / 1000).toString();
  return `t=${time}&s=${hmac(key, body, time)}`;
}

/** Whether `signature` is one of `body` by `key`, whatever its time. */
export function verify(key: string, body: string, signature: string): boolean {
  const params = new URLSearchParams(signature);
  return same(hmac(key, body, params.get("t") ?? ""), params.get("s") ?? "");
}

/** Compares two secrets in constant time. */
export function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** A short digest for keys that may be long. */
export function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 27);
}
