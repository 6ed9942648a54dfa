import { createServer, type Server } from "node:http";
import { createServer as createNetServer, Server as NetServer } from "node:net";
import { setTimeout as setTimeoutPromise } from "node:timers/promises";
import next from "next";
import { appHost, env } from "./lib/clients/env";
import { hostKind } from "./lib/http/host";
import { createFront } from "./scripts/stack/front";
import { trustedProxies } from "./scripts/stack/front/forwarded";

/** How long a keep-alive connection may still bring a request after we were told to end (ms). */
const LINGER = 1_000;
/** How long answers under way may take (ms). */
const PATIENCE = process.env.NODE_ENV === "production" ? 20_000 : 1_500;

/**
 * Serves the whole product on one machine: Next's handler behind the front, on PORT of the loopback addresses.
 * Vercel does not use this file.
 */
async function main(): Promise<void> {
  const dev = process.env.NODE_ENV !== "production";
  const { PORT: port, SITES_DOMAIN: sites, TRUSTED_PROXIES } = env();
  const app = appHost();
  const server = createServer();
  const handler = next({
    dev,
    dir: process.cwd(),
    port,
    hostname: "localhost",
    httpServer: server,
    quiet: true,
  });
  await handler.prepare();
  const front = createFront({
    upstream: handler.getRequestHandler(),
    cache: !dev,
    trusted: trustedProxies(TRUSTED_PROXIES),
    isGuestHost: (host) => {
      const { kind } = hostKind(host, app, sites);
      return kind === "site" || kind === "other";
    },
  });
  Object.assign(globalThis, { [Symbol.for("eios.cdn.purge")]: front.purge });

  let ending = false;
  server.on("request", (req, res) => {
    if (ending) res.shouldKeepAlive = false;
    front.handle(req, res);
  });
  // Longer than any proxy keeps its end, so that we are never the one who closes first.
  server.keepAliveTimeout = 75_000;

  await listen(server, port, "127.0.0.1");
  // Browsers ask ::1 for localhost too; a machine without IPv6 does well without.
  const six = createNetServer((socket) => server.emit("connection", socket));
  await listen(six, port, "::1").catch(() => {});

  const end = async () => {
    if (ending) return;
    ending = true;
    await drain(server, six);
    await handler.close();
    process.exit(0);
  };
  process.once("SIGTERM", end);
  process.once("SIGINT", end);
}

function listen(server: NetServer, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host, backlog: 4_096 }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/**
 * Takes no more connections, answers whatever comes on those that are open, each for the last time, and returns
 * when they are gone: nobody who was connected gets a reset instead of an answer.
 */
async function drain(server: Server, six: NetServer): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    // Server.prototype.close of http would cut idle connections at once, under a request that is on its way.
    NetServer.prototype.close.call(server, () => resolve());
  });
  six.close();
  setTimeout(() => server.closeIdleConnections(), LINGER);
  // Upgraded sockets (hot reload) are nobody's to close, so their end is not waited for.
  const patience = setTimeoutPromise(PATIENCE).then(() => server.closeAllConnections());
  await Promise.race([closed, patience]);
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
