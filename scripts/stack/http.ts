import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Answers one request of a stand-in. `url` is the parsed target; what it throws is logged and answered as a 500. */
export type Handler = (req: IncomingMessage, res: ServerResponse, url: URL) => Promise<void> | void;

/** A part that listens: where it is, and how it ends. */
export type Listening = { url: string; port: number; close: () => Promise<void> };

/** Thrown by `readBody` when a body is larger than its limit. */
export class BodyTooLarge extends Error {
  constructor(readonly limit: number) {
    super(`The body is larger than ${limit} bytes.`);
  }
}

/**
 * Serves `handler` on the loopback address and nowhere else, port 0 meaning any free one. Requests whose Host
 * is not the loopback's are refused with 421, so that no page of another site can reach a stand-in by rebinding
 * its name (sign-in codes are read here). Failures are written to stderr under `name`, never swallowed.
 */
export async function listen(name: string, port: number, handler: Handler): Promise<Listening> {
  const server = createServer(async (req, res) => {
    try {
      if (!isLoopback(req.headers.host)) return sendJson(res, 421, { error: "Ask for 127.0.0.1." });
      await handler(req, res, new URL(req.url ?? "/", "http://stand-in"));
    } catch (error) {
      if (req.destroyed && !req.complete) return;
      console.error(`[${name}] ${req.method} ${req.url} failed:`, error);
      if (!res.headersSent) sendJson(res, 500, { error: "The stand-in failed; see its log." });
      else res.destroy();
    }
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 2_000).unref();
      }),
  };
}

/** The whole body, or `BodyTooLarge` as soon as it passes `limit` bytes. */
export async function readBody(req: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(req.headers["content-length"]) > limit) throw new BodyTooLarge(limit);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new BodyTooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** Ends the response with `body` as JSON. */
export function sendJson(
  res: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const bytes = Buffer.from(JSON.stringify(body));
  res.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": bytes.length,
    "cache-control": "no-store",
    ...headers,
  });
  res.end(bytes);
}

/** The token of an `Authorization: Bearer …` header (RFC 6750), or undefined. */
export function bearer(req: IncomingMessage): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(req.headers.authorization ?? "")?.[1];
}

function isLoopback(host: string | undefined): boolean {
  const name = (host ?? "").replace(/:\d+$/, "");
  return name === "127.0.0.1" || name === "[::1]" || name === "localhost" || name.endsWith(".localhost");
}
