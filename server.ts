import { createServer } from "node:http";
import { createServer as createNetServer, type Server as NetServer } from "node:net";
import { join } from "node:path";
import next from "next";
import { setEnding } from "./lib/clients/ending";
import { appHost, env } from "./lib/clients/env";
import { flushTelemetry } from "./lib/clients/telemetry";
import { hostKind } from "./lib/http/host";
import { drain } from "./scripts/stack/drain";
import { createFront } from "./scripts/stack/front";
import { direct } from "./scripts/stack/front/direct";
import { trustedProxies } from "./scripts/stack/front/forwarded";

/** How long an idle connection may still bring a request after we were told to end, and answers may take (ms). */
const DRAIN = { lingerMs: 1_000, patienceMs: process.env.NODE_ENV === "production" ? 20_000 : 1_500 };

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
  const pages = handler.getRequestHandler();
  const front = createFront({
    upstream: dev ? pages : direct(join(process.cwd(), ".next"), `http://localhost:${port}`, pages),
    cache: !dev,
    trusted: trustedProxies(TRUSTED_PROXIES),
    isGuestHost: (host) => {
      const { kind } = hostKind(host, app, sites);
      return kind === "site" || kind === "other";
    },
  });
  Object.assign(globalThis, { [Symbol.for("eios.cdn.purge")]: front.purge });

  server.on("request", front.handle);
  // Longer than any proxy keeps its end, so that we are never the one who closes first.
  server.keepAliveTimeout = 75_000;

  await listen(server, port, "127.0.0.1");
  // Browsers ask ::1 for localhost too; a machine without IPv6 does well without.
  const six = createNetServer((socket) => server.emit("connection", socket));
  await listen(six, port, "::1").catch(() => {});

  const end = async () => {
    setEnding(true);
    await drain(server, [six], DRAIN);
    await handler.close();
    await flushTelemetry();
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

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
