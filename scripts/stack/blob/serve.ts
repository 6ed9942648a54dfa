import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { bearer } from "../http";
import { notFound } from "./problem";
import type { BlobMeta, BlobStore } from "./store";

/** Types a browser would run in our name: they are handed over as a file to be saved. */
const ACTIVE =
  /^(text\/(html|xml)|application\/(xhtml\+xml|xml|javascript)|image\/svg\+xml|text\/javascript)/i;

/**
 * Serves a blob's bytes: cache headers and ETag, one range of bytes (RFC 9110, 14), private ones to the bearer
 * of the store's token only.
 */
export async function serve(
  store: BlobStore,
  token: string,
  req: IncomingMessage,
  res: ServerResponse,
  url: URL,
): Promise<void> {
  const meta = store.get(pathname(url));
  if (!meta || (meta.access === "private" && bearer(req) !== token)) throw notFound();
  if (req.method !== "GET" && req.method !== "HEAD") {
    res.writeHead(405, { allow: "GET, HEAD" }).end();
    return;
  }
  const scope = meta.access === "private" ? "private" : "public";
  const saved = url.searchParams.has("download") || ACTIVE.test(meta.contentType);
  const name = encodeURIComponent(meta.pathname.split("/").at(-1) as string);
  const headers = {
    "content-type": meta.contentType,
    "content-disposition": `${saved ? "attachment" : "inline"}; filename*=UTF-8''${name}`,
    "cache-control": `${scope}, max-age=${meta.cacheSeconds}`,
    "last-modified": new Date(meta.uploadedAt).toUTCString(),
    "accept-ranges": "bytes",
    "access-control-allow-origin": "*",
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
    etag: meta.etag,
  };
  if (req.headers["if-none-match"]?.split(",").some((one) => one.trim().replace(/^W\//, "") === meta.etag)) {
    res.writeHead(304, headers).end();
    return;
  }
  const range = rangeOf(req, meta);
  if (range === "unsatisfiable") {
    res.writeHead(416, { "content-range": `bytes */${meta.size}` }).end();
    return;
  }
  const [start, end] = range ?? [0, meta.size - 1];
  res.writeHead(range ? 206 : 200, {
    ...headers,
    "content-length": end - start + 1,
    ...(range && { "content-range": `bytes ${start}-${end}/${meta.size}` }),
  });
  if (req.method === "HEAD" || meta.size === 0) {
    res.end();
    return;
  }
  // A reader who leaves in the middle is nobody's failure.
  await pipeline(store.read(meta, start, end), res).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ERR_STREAM_PREMATURE_CLOSE") throw error;
  });
}

function pathname(url: URL): string {
  try {
    return decodeURIComponent(url.pathname.slice("/files/".length));
  } catch {
    return "";
  }
}

/** The first and last byte asked for; undefined for the whole, which is also the answer to several ranges. */
function rangeOf(
  req: IncomingMessage,
  { size, etag }: BlobMeta,
): [number, number] | "unsatisfiable" | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(req.headers.range ?? "") ?? [];
  const condition = req.headers["if-range"];
  if (first === undefined || last === undefined || first + last === "") return undefined;
  if (condition !== undefined && condition !== etag) return undefined;
  const start = first === "" ? Math.max(size - Number(last), 0) : Number(first);
  const end = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
  return start > end || start >= size ? "unsatisfiable" : [start, end];
}
