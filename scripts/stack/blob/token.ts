import { createHmac, timingSafeEqual } from "node:crypto";
import { BlobProblem } from "./problem";

/** What the bearer of a token may do. */
export type Grant = {
  /** Everything, for the store's own read-write token; else only what a browser was allowed. */
  isServer: boolean;
  pathname?: string;
  maximumSizeInBytes?: number;
  allowedContentTypes?: string[];
  addRandomSuffix?: boolean;
  allowOverwrite?: boolean;
  cacheControlMaxAge?: number;
  onUploadCompleted?: { callbackUrl: string; tokenPayload?: string | null };
};

const forbidden = () => new BlobProblem(403, "forbidden", "Access denied, please provide a valid token.");

/**
 * Reads a token: the store's own, or one for a browser that the app made from it for a single upload
 * (`vercel_blob_client_STORE_` and signature and payload, HMAC-SHA256; @vercel/blob, generateClientToken).
 *
 * @throws BlobProblem 403 if it is neither, or has expired
 */
export function readToken(token: string | undefined, storeToken: string, now: number): Grant {
  if (token === undefined) throw forbidden();
  if (same(token, storeToken)) return { isServer: true };
  const [, store] = /^vercel_blob_rw_([^_]+)_/.exec(storeToken) ?? [];
  const prefix = `vercel_blob_client_${store}_`;
  if (!token.startsWith(prefix)) throw forbidden();
  const [signature = "", payload = ""] = Buffer.from(token.slice(prefix.length), "base64")
    .toString()
    .split(".");
  if (!same(signature, createHmac("sha256", storeToken).update(payload).digest("hex"))) throw forbidden();
  const grant = JSON.parse(Buffer.from(payload, "base64").toString());
  if (!(grant.validUntil > now)) throw new BlobProblem(403, "client_token_expired", "Token expired");
  return { ...grant, isServer: false };
}

/** The signature of a callback that tells the app an upload is complete, as its SDK verifies it. */
export const signCallback = (body: string, storeToken: string): string =>
  createHmac("sha256", storeToken).update(body).digest("hex");

function same(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}
