import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import postgres from "postgres";
import { startMail } from "@/scripts/stack/mail";
import type { FaultKind } from "@/scripts/stack/mail/faults";

type Handler = (request: Request) => Promise<Response>;

/**
 * Starts the mail stand-in in the worker's own database and points the app at it. Its events go to the given route.
 * To be called before anything reads the environment.
 */
export async function startInbox(webhook: () => Promise<Handler>, perSecond = 500) {
  const app = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const headers = new Headers(Object.entries(req.headers) as [string, string][]);
    headers.set("host", "app.localhost:3000");
    const request = new Request("http://app.localhost:3000/api/webhooks/resend", {
      method: "POST",
      headers,
      body: Buffer.concat(chunks),
    });
    const answer = await (await webhook())(request);
    res.writeHead(answer.status).end(await answer.text());
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => app.once("listening", resolve));
  const mail = await startMail({
    databaseUrl: process.env.DATABASE_OWNER_URL!,
    port: 0,
    apiKey: process.env.RESEND_API_KEY!,
    webhookUrl: `http://127.0.0.1:${(app.address() as AddressInfo).port}/`,
    webhookSecret: process.env.RESEND_WEBHOOK_SECRET!,
  });
  process.env.RESEND_BASE_URL = mail.url;
  process.env.RESEND_RATE_LIMIT = String(perSecond);
  const sql = postgres(process.env.DATABASE_OWNER_URL!, { max: 1, onnotice: () => {} });
  const ask = (method: string, path: string, body?: unknown) =>
    fetch(`${mail.url}${path}`, { method, body: body === undefined ? undefined : JSON.stringify(body) });
  return {
    url: mail.url,
    sql,
    /** What goes wrong with the next sends. */
    fault: (kind: FaultKind, more: object = {}) => ask("POST", "/faults", { kind, ...more }),
    forgetFaults: () => ask("DELETE", "/faults"),
    /** Mails by address: how many each got. */
    counts: async (addresses: readonly string[]) => {
      const rows = await sql<{ address: string; n: number }[]>`
        select a as address, count(*)::int as n from mail.messages, unnest(addresses) a
         where a = any (${addresses as string[]}::text[]) and direction = 'out' group by 1`;
      return new Map(rows.map(({ address, n }) => [address, n]));
    },
    /** The mails to an address, newest first. */
    to: async (address: string) =>
      (
        (await (await ask("GET", `/messages?to=${encodeURIComponent(address)}`)).json()) as {
          data: {
            id: string;
            from: string;
            subject: string;
            html: string;
            text: string;
            headers: Record<string, string>;
          }[];
        }
      ).data,
    close: async () => {
      await mail.close();
      await sql.end();
      app.closeAllConnections();
      app.close();
    },
  };
}
