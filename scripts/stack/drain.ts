import type { Server } from "node:http";
import { Server as NetServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Ends a server without failing anybody: it takes no more connections, answers what comes on those that are open,
 * each for the last time (`Connection: close`), and returns when they are gone.
 *
 * @param more further listeners whose connections the server serves
 * @param options.lingerMs how long an idle connection may still bring a request
 * @param options.patienceMs how long answers may take before they are cut
 */
export async function drain(
  server: Server,
  more: NetServer[],
  options: { lingerMs: number; patienceMs: number },
): Promise<void> {
  server.prependListener("request", (_req, res) => {
    res.shouldKeepAlive = false;
  });
  const closed = [server, ...more].map(
    (one) =>
      new Promise<void>((resolve) => {
        // The http server's own close would cut idle connections at once, under a request that is on its way.
        NetServer.prototype.close.call(one, () => resolve());
      }),
  );
  const linger = sleep(options.lingerMs).then(() => server.closeIdleConnections());
  // Upgraded sockets (hot reload) are nobody's to close, so their end is not waited for.
  const patience = sleep(options.patienceMs).then(() => server.closeAllConnections());
  await Promise.race([Promise.all([...closed, linger]), patience]);
}
