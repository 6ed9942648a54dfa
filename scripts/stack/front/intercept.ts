import { type OutgoingHttpHeader, ServerResponse } from "node:http";

export type Headers = Record<string, OutgoingHttpHeader | undefined>;

export type Interception = {
  /** Decides once upstream has settled status and headers: send on as it comes, or gather the body first. */
  decide: (status: number, headers: Headers) => "pass" | "gather";
  /** May change the headers of an answer that passes. */
  clean: (res: ServerResponse) => void;
  /** Gets a gathered answer; nothing of it has been sent, and it is now its turn to answer. */
  whole: (headers: Headers, body: Buffer) => void;
  /** A body that grows beyond this many bytes passes after all, and `decide` is told so by status 0. */
  limit: number;
};

/**
 * Stands between an upstream handler and the response it writes to. Upstream uses `res` as ever (writeHead,
 * write, end, flushHeaders) and may wrap these itself, as Next's compression does: so they stay in place for
 * good, and whoever answers for a gathered body does it by `send`.
 */
export function intercept(res: ServerResponse, interception: Interception): void {
  const { writeHead, write, end, flushHeaders } = res;
  const chunks: Buffer[] = [];
  let size = 0;
  let isGathering: boolean | undefined;

  /** Whether the body is being gathered; the first call decides. */
  const gathers = (): boolean => {
    if (isGathering === undefined) {
      isGathering = interception.decide(res.statusCode, res.getHeaders() as Headers) === "gather";
      if (!isGathering) interception.clean(res);
    }
    return isGathering;
  };
  const gather = (chunk: unknown, encoding: unknown): void => {
    if (chunk === undefined || chunk === null || typeof chunk === "function") return;
    const charset = typeof encoding === "string" ? (encoding as BufferEncoding) : "utf8";
    const bytes = typeof chunk === "string" ? Buffer.from(chunk, charset) : Buffer.from(chunk as Uint8Array);
    chunks.push(bytes);
    size += bytes.length;
  };
  const callBack = (args: unknown[]): void => {
    const done = args.findLast((arg) => typeof arg === "function");
    if (done) process.nextTick(done as () => void);
  };

  res.writeHead = ((status: number, ...rest: unknown[]) => {
    res.statusCode = status;
    setAll(res, rest.at(-1));
    if (!gathers()) writeHead.call(res, status);
    return res;
  }) as typeof res.writeHead;

  res.flushHeaders = () => {
    if (!gathers()) flushHeaders.call(res);
  };

  res.write = ((...args: unknown[]) => {
    if (!gathers()) return write.apply(res, args as Parameters<typeof write>);
    gather(args[0], args[1]);
    callBack(args);
    if (size <= interception.limit) return true;
    isGathering = false;
    interception.decide(0, {});
    interception.clean(res);
    return write.call(res, Buffer.concat(chunks), "utf8");
  }) as typeof res.write;

  res.end = ((...args: unknown[]) => {
    if (!gathers()) return end.apply(res, args as Parameters<typeof end>);
    gather(args[0], args[1]);
    const headers = { ...res.getHeaders() } as Headers;
    for (const name of res.getHeaderNames()) res.removeHeader(name);
    interception.whole(headers, Buffer.concat(chunks, size));
    callBack(args);
    return res;
  }) as typeof res.end;
}

/** Answers past every wrapper that somebody laid around the response. */
export function send(res: ServerResponse, status: number, headers: string[], body?: Buffer): void {
  ServerResponse.prototype.writeHead.call(res, status, headers);
  ServerResponse.prototype.end.call(res, body, "utf8");
}

/** Sets headers in whatever form writeHead takes them: an object, a flat list, or a list of pairs. */
function setAll(res: ServerResponse, given: unknown): void {
  if (typeof given !== "object" || given === null) return;
  if (!Array.isArray(given)) {
    for (const [name, value] of Object.entries(given)) if (value !== undefined) res.setHeader(name, value);
    return;
  }
  const flat: string[] = given.flat();
  const fresh = new Set<string>();
  for (let i = 0; i + 1 < flat.length; i += 2) {
    const [name, value] = [String(flat[i]), String(flat[i + 1])];
    if (fresh.has(name.toLowerCase())) res.appendHeader(name, value);
    else res.setHeader(name, value);
    fresh.add(name.toLowerCase());
  }
}
