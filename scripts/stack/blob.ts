import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { BlobProblem, badRequest, notFound } from "./blob/problem";
import { serve } from "./blob/serve";
import { type BlobMeta, BlobStore, type PutOptions } from "./blob/store";
import { type Grant, readToken, signCallback } from "./blob/token";
import { bearer, type Listening, listen, readBody, sendJson } from "./http";

const MONTH = 30 * 24 * 3_600;
const MAX_BYTES = 500 * 1024 * 1024;

export type BlobOptions = {
  port: number;
  /** Where the files are. */
  folder: string;
  /** BLOB_READ_WRITE_TOKEN, `vercel_blob_rw_STORE_SECRET`. */
  token: string;
  /** The largest upload in bytes; default 500 MiB. */
  maxBytes?: number;
};

type Parts = Required<BlobOptions> & { store: BlobStore; base: () => string };

/**
 * Stands in for Vercel Blob: what @vercel/blob asks of VERCEL_BLOB_API_URL (`URL/api`: put, head, list, copy,
 * del, uploads from browsers by client token), with files on disk, served at `URL/files/PATHNAME`.
 *
 * Multipart uploads, presigned addresses and image optimization are refused by name.
 */
export async function startBlob(options: BlobOptions): Promise<Listening> {
  const store = await BlobStore.open(options.folder);
  const parts: Parts = { maxBytes: MAX_BYTES, ...options, store, base: () => listening.url };
  const listening: Listening = await listen("blob", options.port, async (req, res, url) => {
    try {
      if (url.pathname.startsWith("/files/")) return await serve(store, options.token, req, res, url);
      allowBrowsers(res);
      if (req.method === "OPTIONS") return void res.writeHead(204).end();
      await api(parts, req, res, url);
    } catch (error) {
      if (!(error instanceof BlobProblem)) throw error;
      req.resume();
      sendJson(res, error.status, { error: { code: error.code, message: error.message } });
    }
  });
  return listening;
}

async function api(parts: Parts, req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> {
  const grant = readToken(bearer(req), parts.token, Date.now());
  const { store } = parts;
  const action = `${req.method} ${url.pathname.replace(/^\/api\/?/, "/")}`;
  const query = url.searchParams;
  if (action === "PUT /" && !query.has("fromUrl"))
    return sendJson(res, 200, await put(parts, grant, req, query));
  if (!grant.isServer) {
    throw new BlobProblem(
      403,
      "client_token_not_allowed",
      "A client token may upload its one file and nothing else.",
    );
  }
  if (action === "PUT /") {
    const from = store.get(pathnameOf(query.get("fromUrl")));
    if (!from) throw notFound();
    const target = named(query, req, grant);
    const type = header(req, "x-content-type") ?? from.contentType;
    const meta = await store.copy(from, target, { ...putOptions(parts, grant, req), contentType: type });
    return sendJson(res, 200, shown(parts, meta));
  }
  if (action === "GET /" && query.has("url")) {
    const meta = store.get(pathnameOf(query.get("url")));
    if (!meta) throw notFound();
    return sendJson(res, 200, shown(parts, meta));
  }
  if (action === "GET /") return sendJson(res, 200, list(parts, query));
  if (action === "POST /delete") {
    const { urls } = JSON.parse((await readBody(req, 1024 * 1024)).toString()) as { urls: string[] };
    const ifMatch = header(req, "x-if-match");
    for (const pathname of urls.map(pathnameOf)) {
      if (ifMatch !== undefined && store.get(pathname)?.etag !== ifMatch) {
        throw new BlobProblem(412, "precondition_failed", "Precondition failed: ETag mismatch.");
      }
      await store.delete(pathname);
    }
    return sendJson(res, 200, null);
  }
  throw badRequest(`The local blob store does not know ${action}: use put, head, list, copy and del.`);
}

async function put(parts: Parts, grant: Grant, req: IncomingMessage, query: URLSearchParams) {
  const asked = query.get("pathname") ?? "";
  if (!grant.isServer && asked !== grant.pathname) {
    throw badRequest(`"pathname" ${asked} does not match the token payload`);
  }
  const pathname = named(query, req, grant);
  const options = putOptions(parts, grant, req);
  const meta = await parts.store.put(pathname, req, options);
  const answer = shown(parts, meta);
  const done = grant.onUploadCompleted;
  if (done) void callBack(done, answer, parts.token);
  return answer;
}

/** The pathname a blob gets: checked, and with a random suffix if asked for. */
function named(query: URLSearchParams, req: IncomingMessage, grant: Grant): string {
  const pathname = checked(query.get("pathname") ?? "");
  const suffix = grant.addRandomSuffix ?? header(req, "x-add-random-suffix") === "1";
  if (!suffix) return pathname;
  const [, stem, extension] = /^(.*?)(\.[^./]+)?$/.exec(pathname) ?? [];
  return `${stem}-${randomBytes(15).toString("hex")}${extension ?? ""}`;
}

/** A pathname that a URL keeps as it is: no way up, no empty part, no control characters. */
function checked(pathname: string): string {
  const wrong =
    pathname === "" ||
    pathname.length > 950 ||
    pathname.split("/").some((part) => part === "" || part === "." || part === "..") ||
    [...pathname].some((char) => char < " " || char === "\\" || char === "\u007f");
  if (wrong) throw badRequest("The pathname is empty, too long, or has parts that are no names.");
  return pathname;
}

function putOptions(parts: Parts, grant: Grant, req: IncomingMessage): PutOptions {
  const contentType =
    header(req, "x-content-type") ?? header(req, "content-type") ?? "application/octet-stream";
  const plain = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  const allowed = grant.allowedContentTypes;
  if (
    allowed &&
    !allowed.some(
      (one) => one === plain || one === "*/*" || (one.endsWith("/*") && plain.startsWith(one.slice(0, -1))),
    )
  ) {
    throw badRequest(`contentType "${plain}" is not allowed`);
  }
  const age = Number(grant.cacheControlMaxAge ?? header(req, "x-cache-control-max-age") ?? MONTH);
  return {
    contentType,
    cacheSeconds: Math.max(60, Number.isFinite(age) ? age : MONTH),
    access: header(req, "x-vercel-blob-access") === "private" ? "private" : "public",
    allowOverwrite: grant.allowOverwrite ?? header(req, "x-allow-overwrite") === "1",
    ifMatch: header(req, "x-if-match"),
    maxBytes: Math.min(parts.maxBytes, grant.maximumSizeInBytes ?? Number.POSITIVE_INFINITY),
  };
}

function list(parts: Parts, query: URLSearchParams) {
  const limit = Math.min(Math.max(Number(query.get("limit") ?? 1_000), 1), 1_000);
  const prefix = query.get("prefix") ?? "";
  const cursor = Buffer.from(query.get("cursor") ?? "", "base64url").toString();
  const { blobs, hasMore } = parts.store.list(prefix, cursor, limit);
  const last = blobs.at(-1)?.pathname ?? "";
  const page = { hasMore, ...(hasMore && { cursor: Buffer.from(last).toString("base64url") }) };
  if (query.get("mode") !== "folded") return { ...page, blobs: blobs.map((meta) => shown(parts, meta)) };
  const isDeep = ({ pathname }: BlobMeta) => pathname.slice(prefix.length).includes("/");
  const folderOf = ({ pathname }: BlobMeta) =>
    prefix + (pathname.slice(prefix.length).split("/")[0] as string);
  const folders = [...new Set(blobs.filter(isDeep).map((meta) => `${folderOf(meta)}/`))];
  return { ...page, folders, blobs: blobs.filter((meta) => !isDeep(meta)).map((meta) => shown(parts, meta)) };
}

/** A blob as the SDK reads it. */
function shown({ base }: Parts, meta: BlobMeta) {
  const url = `${base()}/files/${meta.pathname.split("/").map(encodeURIComponent).join("/")}`;
  const name = encodeURIComponent(meta.pathname.split("/").at(-1) as string);
  return {
    url,
    downloadUrl: `${url}?download=1`,
    pathname: meta.pathname,
    size: meta.size,
    contentType: meta.contentType,
    contentDisposition: `inline; filename*=UTF-8''${name}`,
    cacheControl: `public, max-age=${meta.cacheSeconds}`,
    uploadedAt: meta.uploadedAt,
    etag: meta.etag,
  };
}

/** Tells the app that a browser's upload is complete; tried a few times, and never in silence. */
async function callBack(
  { callbackUrl, tokenPayload }: { callbackUrl: string; tokenPayload?: string | null },
  blob: object,
  token: string,
): Promise<void> {
  const body = JSON.stringify({ type: "blob.upload-completed", payload: { blob, tokenPayload } });
  const headers = { "content-type": "application/json", "x-vercel-signature": signCallback(body, token) };
  for (let tries = 0; tries < 5; tries++) {
    const problem = await fetch(callbackUrl, { method: "POST", body, headers }).then(
      (res) => (res.ok ? undefined : `answered ${res.status}`),
      (error: Error) => error.message,
    );
    if (problem === undefined) return;
    console.error(`[blob] ${callbackUrl} was not told of an upload: ${problem}`);
    await new Promise((resolve) => setTimeout(resolve, 1_000 * 4 ** tries));
  }
}

/** The pathname in a blob's address, or a bare one. */
function pathnameOf(urlOrPathname: string | null): string {
  const text = urlOrPathname ?? "";
  if (!/^https?:\/\//.test(text)) return text;
  try {
    return decodeURIComponent(new URL(text).pathname.replace(/^\/files\//, ""));
  } catch {
    return "";
  }
}

function allowBrowsers(res: ServerResponse): void {
  res.setHeader("access-control-allow-origin", "*");
  res.setHeader("access-control-allow-methods", "GET, PUT, POST, OPTIONS");
  res.setHeader("access-control-allow-headers", "*, authorization");
  res.setHeader("access-control-max-age", "86400");
}

const header = (req: IncomingMessage, name: string): string | undefined => req.headers[name]?.toString();
