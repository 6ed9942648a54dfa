import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import twilio from "twilio";
import { uuidv7 } from "uuidv7";

/** A message as the server took it. */
export type TakenText = {
  sid: string;
  to: string;
  from: string;
  body: string;
  template: string | null;
  variables: Record<string, string>;
  callback: string | null;
};

/** What happens to the next message instead of being taken. */
export type TwilioTurn = { status: number; code: number; message: string } | "reset-after-accept";

/**
 * Speaks the Messages resource of Twilio (twilio.com/docs/messaging/api/message-resource): takes messages, and tells
 * what became of them when asked to, signed. The environment names it as the account's server.
 */
export async function startTwilio(token: string) {
  const taken: TakenText[] = [];
  const turns: TwilioTurn[] = [];
  const templates: object[] = [];
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const answer = (status: number, body: object) =>
      res.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (req.url!.startsWith("/v1/ContentAndApprovals")) {
      return answer(200, {
        contents: templates,
        meta: { key: "contents", page: 0, page_size: 500, url: req.url },
      });
    }
    if (!/^\/2010-04-01\/Accounts\/AC\w+\/Messages\.json$/.test(req.url!))
      return answer(404, { code: 20404 });
    const turn = turns.shift();
    if (typeof turn === "object") return answer(turn.status, turn);
    const fields = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
    const sid = `SM${uuidv7().replaceAll("-", "")}`;
    taken.push({
      ...{ sid, to: fields.To!, from: fields.From ?? fields.MessagingServiceSid!, body: fields.Body! },
      template: fields.ContentSid ?? null,
      variables: JSON.parse(fields.ContentVariables ?? "{}") as Record<string, string>,
      callback: fields.StatusCallback ?? null,
    });
    if (turn === "reset-after-accept") return req.socket.resetAndDestroy();
    answer(201, { sid, status: "queued", to: fields.To, from: fields.From, body: fields.Body });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  Object.assign(process.env, {
    TWILIO_ACCOUNT_SID: `AC${"0".repeat(32)}`,
    TWILIO_AUTH_TOKEN: token,
    TWILIO_BASE_URL: url,
  });
  return {
    url,
    taken,
    turns,
    templates,
    /** A call of Twilio's to the app, as address, body and headers. */
    tell: (address: string, fields: Record<string, string>) => ({
      path: new URL(address).pathname + new URL(address).search,
      body: new URLSearchParams(fields).toString(),
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        "x-twilio-signature": twilio.getExpectedTwilioSignature(token, address, fields),
      },
    }),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
