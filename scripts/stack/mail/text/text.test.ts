import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import twilio from "twilio";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { Listening } from "../../http";
import { startMail } from "../../mail";
import { type RunningPostgres, startPostgres } from "../../postgres";
import { TEMPLATES } from "./templates";

const SID = `AC${"0".repeat(32)}`;
const TOKEN = "local-token";
const told: { url: string; fields: Record<string, string>; signed: boolean }[] = [];
const folder = mkdtempSync(join(tmpdir(), "eios-text-"));
let database: RunningPostgres;
let stand: Listening;
let address: string;
const app = createServer(async (req, res) => {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  const fields = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
  const signature = String(req.headers["x-twilio-signature"]);
  const url = `${address}${req.url}`;
  told.push({ url, fields, signed: twilio.validateRequest(TOKEN, signature, url, fields) });
  res.writeHead(200).end();
});

class Local extends twilio.RequestClient {
  override request: twilio.RequestClient["request"] = (options) => {
    const { pathname, search } = new URL(options.uri);
    return super.request({ ...options, uri: stand.url + pathname + search });
  };
}
const client = (token = TOKEN) => twilio(SID, token, { httpClient: new Local() });

beforeAll(async () => {
  app.listen(0, "127.0.0.1");
  await once(app, "listening");
  address = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
  database = await startPostgres({ dataDir: join(folder, "postgres"), durable: false });
  stand = await startMail({
    ...{ databaseUrl: database.standInsUrl, port: 0, apiKey: "re_x" },
    ...{ webhookUrl: `${address}/resend`, webhookSecret: "whsec_c2VjcmV0" },
    twilio: { sid: SID, token: TOKEN, webhookUrl: `${address}/twilio` },
  });
});
afterAll(async () => {
  await stand.close();
  app.close();
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
});

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 50 });

it("takes an SMS by Twilio's own SDK, keeps it in the inbox, and tells its fate signed", async () => {
  const to = "+4915112340001";
  const statusCallback = `${address}/twilio?job=1`;
  const { sid } = await client().messages.create({ to, from: "+15550001111", body: "Hello", statusCallback });
  const { data } = (await (await fetch(`${stand.url}/messages?to=${encodeURIComponent(to)}`)).json()) as {
    data: object[];
  };
  expect(data).toMatchObject([{ channel: "sms", text: "Hello", from: "+15550001111", to: [to] }]);
  await eventually(() =>
    expect(
      told
        .filter(({ fields }) => fields.MessageSid === sid)
        .map(({ url, fields, signed }) => [url, fields.MessageStatus, signed]),
    ).toEqual([
      [statusCallback, "sent", true],
      [statusCallback, "delivered", true],
    ]),
  );
});

it("sends approved templates of WhatsApp filled, and refuses one that waits for Meta", async () => {
  const listed = await client().content.v1.contentAndApprovals.list({ pageSize: 500 });
  expect(listed.map(({ sid }) => sid)).toEqual(TEMPLATES.map(({ sid }) => sid));
  const send = (contentSid: string) =>
    client().messages.create({
      ...{ to: "whatsapp:+4915112340002", from: "whatsapp:+15550002222", contentSid },
      contentVariables: JSON.stringify({ 1: "Ada", 2: "http://x.localhost/i/1" }),
    });
  expect((await send(TEMPLATES[0]!.sid)).body).toBe(
    "Dear Ada, you are invited. Please answer by your own link: http://x.localhost/i/1",
  );
  await expect(send(TEMPLATES[3]!.sid)).rejects.toMatchObject({ status: 400, code: 21656 });
});

it("passes on what somebody writes back, and after STOP sends that number nothing until START", async () => {
  const to = "+4915112340003";
  const send = () => client().messages.create({ to, from: "+15550001111", body: "Hello" });
  await send();
  const list = await fetch(`${stand.url}/messages?to=${encodeURIComponent(to)}`);
  const [{ id }] = ((await list.json()) as { data: [{ id: string }] }).data;
  const answer = (text: string) =>
    fetch(`${stand.url}/texts/${id}/answer`, { method: "POST", body: JSON.stringify({ text }) });
  expect((await answer("Stop.")).status).toBe(201);
  await eventually(() =>
    expect(told.at(-1)).toMatchObject({
      ...{ url: `${address}/twilio`, signed: true },
      fields: { From: to, To: "+15550001111", Body: "Stop." },
    }),
  );
  await expect(send()).rejects.toMatchObject({ code: 21610 });
  await answer("START");
  await expect(send()).resolves.toMatchObject({ status: "queued" });
});

it("lets in nobody with another token, and refuses the numbers that Twilio's tests refuse", async () => {
  const message = { from: "+15550001111", body: "Hello" };
  await expect(client("other").messages.create({ ...message, to: "+4915112340004" })).rejects.toMatchObject({
    status: 401,
  });
  for (const [to, code] of [
    ["+15005550001", 21211],
    ["+15005550009", 21614],
  ] as const) {
    await expect(client().messages.create({ ...message, to })).rejects.toMatchObject({ status: 400, code });
  }
  await expect(
    fetch(`${stand.url}/texts/nothing/answer`, { method: "POST", body: "{}" }),
  ).resolves.toMatchObject({ status: 404 });
});
