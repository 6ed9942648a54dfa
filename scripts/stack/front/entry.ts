import { createHash } from "node:crypto";
import type { OutgoingHttpHeader } from "node:http";
import { promisify } from "node:util";
import { brotliCompress, brotliDecompress, constants, gunzip, gzip } from "node:zlib";

const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
const COMPRESSIBLE = /^(text\/|application\/(json|javascript|xml|manifest\+json)|image\/svg)/;

/** One encoding of a page: its bytes, and the headers to send with them, flat as writeHead takes them. */
export type Representation = { body: Buffer; headers: string[]; etag: string; notModified: string[] };

/** A page that may be answered again, in every encoding a browser asks for. */
export type Entry = {
  identity: Representation;
  gzip: Representation;
  br: Representation;
  /** The page's ETag without what an encoding adds to it. */
  tag: string;
  tags: string[];
  /** Request headers that would make it another page: whoever sends one of them is not answered from here. */
  vary: string[];
  expiresAt: number;
  /** When its place in the order of use was last moved. */
  usedAt: number;
  bytes: number;
};

/** What an answer says about being kept: for how many seconds, under which tags; undefined if it must not be. */
export type Keeping = { seconds: number; tags: string[]; vary: string[] };

type Headers = Record<string, OutgoingHttpHeader | undefined>;

const words = (value: OutgoingHttpHeader | undefined): string[] =>
  String(value ?? "")
    .toLowerCase()
    .split(",")
    .map((word) => word.trim())
    .filter(Boolean);

/**
 * Reads the headers of an answer by the rules of a shared cache (RFC 9111): 200, `s-maxage` above zero, neither
 * `private` nor `no-store` nor `no-cache`, no cookie set, no `Vary: *`.
 */
export function keepingOf(status: number, headers: Headers): Keeping | undefined {
  const directives = words(headers["cache-control"]);
  const seconds = Number(directives.find((word) => word.startsWith("s-maxage="))?.slice(9));
  if (status !== 200 || !(seconds > 0) || headers["set-cookie"] !== undefined) return undefined;
  if (directives.some((word) => /^(private|no-store|no-cache)/.test(word))) return undefined;
  const vary = words(headers.vary).filter((name) => name !== "accept-encoding");
  if (vary.includes("*")) return undefined;
  return { seconds, tags: words(headers["cache-tag"]), vary };
}

/** What Cache-Control tells the browser: the same, without what was said to this cache. */
export function browserCacheControl(value: OutgoingHttpHeader | undefined): string {
  const kept = words(value).filter(
    (word) => !/^(s-maxage|stale-while-revalidate|stale-if-error)=?/.test(word),
  );
  const bare = kept.length === 0 || (kept.length === 1 && kept[0] === "public");
  return bare ? "public, max-age=0, must-revalidate" : kept.join(", ");
}

/** Names that say how the answer was made; guests have no business with them. */
export const isInternal = (name: string): boolean =>
  /^((vercel-)?cache-tag|x-powered-by|x-(next|middleware|vercel).*)$/.test(name);

const PER_ENCODING = new Set(
  "content-length content-encoding transfer-encoding connection keep-alive date etag vary cache-control".split(
    " ",
  ),
);

/** Makes the entry for an answer whose body came in `encoding` (as upstream compressed it, or not). */
export async function makeEntry(
  headers: Headers,
  body: Buffer,
  keeping: Keeping,
  now: number,
): Promise<Entry> {
  const identity = await decode(body, String(headers["content-encoding"] ?? "identity"));
  const worthwhile = identity.length >= 256 && COMPRESSIBLE.test(String(headers["content-type"] ?? ""));
  const [zipped, brotli] = worthwhile
    ? await Promise.all([
        promisify(gzip)(identity, { level: 9 }),
        promisify(brotliCompress)(identity, BROTLI),
      ])
    : [undefined, undefined];
  const tag = tagOf(headers.etag, identity);
  const shared = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined || PER_ENCODING.has(name) || isInternal(name)
      ? []
      : (Array.isArray(value) ? value : [value]).flatMap((one) => [name, String(one)]),
  );
  const validators = [
    "cache-control",
    browserCacheControl(headers["cache-control"]),
    "vary",
    "Accept-Encoding",
  ];
  const represent = (bytes: Buffer, suffix: string, encoding: string[]): Representation => {
    const etag = `"${tag}${suffix}"`;
    const length = ["content-length", String(bytes.length)];
    const notModified = ["etag", etag, ...validators];
    return { body: bytes, etag, notModified, headers: [...shared, ...encoding, ...length, ...notModified] };
  };
  const plain = represent(identity, "", []);
  return {
    identity: plain,
    gzip: zipped ? represent(zipped, "-gz", ["content-encoding", "gzip"]) : plain,
    br: brotli ? represent(brotli, "-br", ["content-encoding", "br"]) : plain,
    tag,
    tags: keeping.tags,
    vary: keeping.vary,
    expiresAt: now + keeping.seconds * 1_000,
    usedAt: now,
    bytes: identity.length + (zipped?.length ?? 0) + (brotli?.length ?? 0) + 1_024,
  };
}

/** The best encoding that an Accept-Encoding header allows; a quality of zero forbids one (RFC 9110, 12.5.3). */
export function negotiate(entry: Entry, accepted: string | undefined): Representation {
  if (!accepted) return entry.identity;
  if (!accepted.includes(";")) {
    return accepted.includes("br") ? entry.br : accepted.includes("gzip") ? entry.gzip : entry.identity;
  }
  const allowed = words(accepted).flatMap((word) =>
    /;\s*q=0(\.0*)?$/.test(word) ? [] : [word.split(";")[0]],
  );
  return allowed.includes("br") ? entry.br : allowed.includes("gzip") ? entry.gzip : entry.identity;
}

/** Whether If-None-Match names this page, in whatever encoding the browser has it (RFC 9110, 13.1.2). */
export function matches(entry: Entry, ifNoneMatch: string): boolean {
  if (ifNoneMatch.trim() === "*") return true;
  return ifNoneMatch.split(",").some(
    (one) =>
      one
        .trim()
        .replace(/^W\//, "")
        .replace(/^"|"$/g, "")
        .replace(/-(gz|br)$/, "") === entry.tag,
  );
}

function tagOf(etag: OutgoingHttpHeader | undefined, identity: Buffer): string {
  const given = /^(?:W\/)?"([^"]+)"$/.exec(String(etag ?? ""))?.[1];
  return given ?? createHash("sha256").update(identity).digest("base64url").slice(0, 22);
}

function decode(body: Buffer, encoding: string): Buffer | Promise<Buffer> {
  if (encoding === "gzip") return promisify(gunzip)(body);
  return encoding === "br" ? promisify(brotliDecompress)(body) : body;
}
