import type { IncomingMessage, ServerResponse } from "node:http";
import { Cache } from "./front/cache";
import {
  browserCacheControl,
  type Entry,
  isInternal,
  type Keeping,
  keepingOf,
  makeEntry,
  matches,
  negotiate,
} from "./front/entry";
import { setForwarded, type TrustedProxies, trustedProxies } from "./front/forwarded";
import { intercept, send } from "./front/intercept";

const MAX_BYTES = 128 * 1024 * 1024;
const MAX_PAGE = 4 * 1024 * 1024;

/** Whatever answers the requests that the front does not: Next's handler. */
export type Upstream = (req: IncomingMessage, res: ServerResponse) => void | Promise<void>;

export type FrontOptions = {
  upstream: Upstream;
  /** Whether a Host header names a guest site: only those are kept, and stripped of internal headers. */
  isGuestHost: (host: string) => boolean;
  /** False in development: everything goes upstream. Default true. */
  cache?: boolean;
  maxBytes?: number;
  trusted?: TrustedProxies;
  /** The clock in milliseconds. */
  now?: () => number;
};

/**
 * Plays on one machine the part that a CDN plays when deployed: answers of guest hosts that say `s-maxage` are
 * kept, compressed once, and answered with an ETag until they expire or one of their `Cache-Tag`s is purged.
 * Requests with a cookie or an authorization, and everything else, go to `upstream`, unchanged but for forwarded
 * headers made honest. Requests for a page that is being made wait for it.
 */
export function createFront(options: FrontOptions) {
  const { now = Date.now, trusted = trustedProxies("") } = options;
  const keeps = options.cache !== false;
  const isGuest = remembered(options.isGuestHost);
  const cache = new Cache(options.maxBytes ?? MAX_BYTES);

  const ask: Upstream = async (req, res) => {
    try {
      await options.upstream(req, res);
    } catch (error) {
      console.error(`[front] ${req.method} ${req.url} failed:`, error);
      if (res.headersSent) res.destroy();
      else res.writeHead(500, { "content-type": "text/plain" }).end("Something went wrong.");
    }
  };

  const pass: Upstream = (req, res) => {
    intercept(res, { decide: () => "pass", clean, whole: () => {}, limit: MAX_PAGE });
    return ask(req, res);
  };

  /** Asks upstream on behalf of everybody who wants this page now. */
  const fetchPage = (key: string, req: IncomingMessage, res: ServerResponse) => {
    const fill = cache.begin(key);
    const abandon = () => fill.settle(undefined);
    let keeping: Keeping | undefined;
    res.once("close", abandon);
    intercept(res, {
      clean,
      limit: MAX_PAGE,
      decide: (status, headers) => {
        keeping = keepingOf(status, headers);
        if (keeping && !keeping.vary.some((name) => req.headers[name] !== undefined)) return "gather";
        abandon();
        return "pass";
      },
      whole: async (headers, body) => {
        try {
          const entry = await makeEntry(headers, body, keeping as Keeping, now());
          fill.settle(entry);
          answer(entry, req, res);
        } catch (error) {
          console.error(`[front] ${key} could not be kept:`, error);
          abandon();
          res.destroy();
        }
      },
    });
    return ask(req, res);
  };

  const join = async (page: Promise<Entry | undefined>, req: IncomingMessage, res: ServerResponse) => {
    const entry = await page;
    if (res.destroyed) return;
    if (entry && !varies(entry, req)) answer(entry, req, res);
    else await pass(req, res);
  };

  const handle = (req: IncomingMessage, res: ServerResponse): void => {
    const host = req.headers.host ?? "";
    if (!isGuest(host)) {
      setForwarded(req, trusted);
      void ask(req, res);
      return;
    }
    const isShared = keeps && isAnonymousRead(req);
    const key = isShared ? `${host.toLowerCase()} ${req.url}` : "";
    const entry = isShared ? cache.get(key, now()) : undefined;
    if (entry && !varies(entry, req)) {
      answer(entry, req, res);
      return;
    }
    setForwarded(req, trusted);
    const fill = isShared ? cache.filling(key) : undefined;
    if (fill) void join(fill.done, req, res);
    else void (isShared && req.method === "GET" ? fetchPage(key, req, res) : pass(req, res));
  };

  return {
    handle,
    /** Forgets pages by tag; what is answered from here on is new. */
    purge: (tags: string[]): void => cache.purge(tags),
    /** How much is kept, for tests and for the curious. */
    size: () => cache.size,
  };
}

/** The same answer again without asking again, for as many hosts as are worth remembering. */
function remembered(ask: (host: string) => boolean): (host: string) => boolean {
  const answers = new Map<string, boolean>();
  return (host) => {
    let answer = answers.get(host);
    if (answer === undefined) {
      answer = ask(host.toLowerCase());
      if (answers.size >= 10_000) answers.clear();
      answers.set(host, answer);
    }
    return answer;
  };
}

/** A read that is nobody's in particular: the answer is the same for all. */
function isAnonymousRead({ method, headers }: IncomingMessage): boolean {
  return (
    (method === "GET" || method === "HEAD") &&
    headers.cookie === undefined &&
    headers.authorization === undefined &&
    headers.range === undefined
  );
}

const varies = (entry: Entry, req: IncomingMessage): boolean =>
  entry.vary.length > 0 && entry.vary.some((name) => req.headers[name] !== undefined);

function answer(entry: Entry, req: IncomingMessage, res: ServerResponse): void {
  const chosen = negotiate(entry, req.headers["accept-encoding"] as string | undefined);
  const condition = req.headers["if-none-match"];
  if (condition !== undefined && matches(entry, condition)) {
    send(res, 304, chosen.notModified);
    return;
  }
  send(res, 200, chosen.headers, req.method === "HEAD" ? undefined : chosen.body);
}

/** What a guest gets to see of an answer that is not kept. */
function clean(res: ServerResponse): void {
  for (const name of res.getHeaderNames()) if (isInternal(name)) res.removeHeader(name);
  const vary = String(res.getHeader("vary") ?? "").split(/,\s*/);
  const kept = vary.filter((name) => !/^(rsc|next-.*)$/i.test(name)).join(", ");
  if (kept) res.setHeader("vary", kept);
  else res.removeHeader("vary");
  const control = res.getHeader("cache-control");
  if (/\bs-maxage=/.test(String(control))) res.setHeader("cache-control", browserCacheControl(control));
}
