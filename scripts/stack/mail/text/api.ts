import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { uuidv7 } from "uuidv7";
import { readBody, sendJson } from "../../http";
import { isUuid } from "../read";
import type { Sql } from "../schema";
import { filled, TEMPLATES } from "./templates";

/** The account by which a program is let in. */
export type TwilioAccount = { sid: string; token: string };

type Parts = { sql: Sql; account: TwilioAccount; onAccepted: () => void };
type Refusal = { status: number; code: number; message: string };

const BODY_LIMIT = 100 * 1024;
/** Numbers to which Twilio's own test credentials refuse to send (twilio.com/docs/iam/test-credentials). */
const MAGIC: Record<string, Omit<Refusal, "status">> = {
  "+15005550001": { code: 21211, message: "The 'To' number is not a valid phone number." },
  "+15005550004": { code: 21610, message: "Attempt to send to unsubscribed recipient." },
  "+15005550009": { code: 21614, message: "'To' number is not a valid mobile number." },
};
const STOP = /^\s*(stop|stopall|unsubscribe|cancel|end|quit|optout|revoke)[\s.!]*$/i;
const START = /^\s*(start|unstop|yes)[\s.!]*$/i;

const bareNumber = (address: string) => address.replace(/^whatsapp:/, "");
const channelOf = (address: string) => (address.startsWith("whatsapp:") ? "whatsapp" : "sms");

/**
 * Stands in for Twilio: the Messages resource (twilio.com/docs/messaging/api/message-resource), the templates of the
 * Content API, and what people write back, which the inbox sends to `POST /texts/:id/answer`. What was taken is kept
 * beside the mails, with the events of its fate.
 *
 * @returns whether the request was one of these
 */
export function twilioApi({ sql, account, onAccepted }: Parts) {
  const messages = `/2010-04-01/Accounts/${account.sid}/Messages.json`;
  return async (req: IncomingMessage, res: ServerResponse, url: URL): Promise<boolean> => {
    const [, id] = /^\/texts\/([^/]+)\/answer$/.exec(url.pathname) ?? [];
    if (id !== undefined && req.method === "POST") {
      const { text } = JSON.parse((await readBody(req, BODY_LIMIT)).toString()) as { text?: unknown };
      const answered = isUuid(id) && typeof text === "string" && (await answer(sql, id, text));
      onAccepted();
      sendJson(
        res,
        answered ? 201 : 404,
        answered ? { id: answered } : { error: "There is no such message." },
      );
      return true;
    }
    const isTemplates = req.method === "GET" && url.pathname === "/v1/ContentAndApprovals";
    if (!isTemplates && !(req.method === "POST" && url.pathname === messages)) return false;
    if (!isAccount(req, account)) sendJson(res, 401, { status: 401, code: 20003, message: "Authenticate" });
    else if (isTemplates) {
      const meta = { key: "contents", page: 0, page_size: 500, url: url.pathname };
      sendJson(res, 200, { contents: TEMPLATES, meta });
    } else {
      const body = (await readBody(req, BODY_LIMIT)).toString();
      const taken = await take(sql, Object.fromEntries(new URLSearchParams(body)));
      if ("code" in taken) sendJson(res, taken.status, taken);
      else sendJson(res, 201, taken);
      onAccepted();
    }
    return true;
  };
}

function isAccount(req: IncomingMessage, { sid, token }: TwilioAccount): boolean {
  const given = Buffer.from(req.headers.authorization ?? "");
  const wanted = Buffer.from(`Basic ${Buffer.from(`${sid}:${token}`).toString("base64")}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

async function take(sql: Sql, fields: Record<string, string>) {
  const { To: to = "", ContentSid: template } = fields;
  const from = fields.From ?? fields.MessagingServiceSid ?? "";
  const number = bareNumber(to);
  const refuse = (code: number, message: string): Refusal => ({ status: 400, code, message });
  if (!/^\+[1-9]\d{6,14}$/.test(number)) return { status: 400, ...MAGIC["+15005550001"]! };
  if (MAGIC[number]) return { status: 400, ...MAGIC[number] };
  if (await hasStopped(sql, to)) return { status: 400, ...MAGIC["+15005550004"]! };
  const text = template
    ? filled(template, JSON.parse(fields.ContentVariables ?? "{}") as Record<string, string>)
    : fields.Body;
  if (template && text === undefined) return refuse(21656, "The template is not approved.");
  if (!text) return refuse(21602, "Message body is required.");
  if (text.length > 1_600) return refuse(21617, "The message body exceeds the 1600 character limit.");
  const id = uuidv7();
  await sql.begin((tx) => [
    tx`insert into mail.messages ${tx(row(tx, { id, from, to, text, callback: fields.StatusCallback ?? null }))}`,
    tx`insert into mail.events (message_id, type, happens_at, next_at)
       select ${id}, type, at, case when ${fields.StatusCallback ?? null}::text is not null then at end
         from (values ('text.sent', now()), ('text.delivered', now() + interval '150 ms')) as e (type, at)`,
  ]);
  return { sid: sidOf(id), status: "queued", to, from, body: text };
}

/** What somebody writes back to a message, as if from the phone it came to. */
async function answer(sql: Sql, id: string, text: string): Promise<string | false> {
  const [message] = await sql<{ sender: string; recipients: string[] }[]>`
    select sender, recipients from mail.messages where id = ${id} and headers ? 'x-channel'`;
  if (!message) return false;
  const answered = uuidv7();
  const given = { id: answered, from: message.recipients[0]!, to: message.sender, text, callback: null };
  await sql.begin((tx) => [
    tx`insert into mail.messages ${tx({ ...row(tx, given), direction: "in" })}`,
    tx`insert into mail.events (message_id, type, happens_at, next_at) values (${answered}, 'text.received', now(), now())`,
  ]);
  return answered;
}

/** Twilio itself refuses numbers whose last keyword was STOP (error 21610). */
async function hasStopped(sql: Sql, to: string): Promise<boolean> {
  const answers = await sql<{ text: string }[]>`
    select text from mail.messages where direction = 'in' and sender = ${to} order by id desc limit 20`;
  const last = answers.find(({ text }) => STOP.test(text) || START.test(text));
  return last !== undefined && STOP.test(last.text);
}

type Text = { id: string; from: string; to: string; text: string; callback: string | null };

const row = (tx: Pick<Sql, "json">, { id, from, to, text, callback }: Text) => ({
  ...{ id, direction: "out", sender: from, recipients: [to], cc: [], bcc: [], reply_to: [] },
  addresses: [bareNumber(to)],
  ...{ subject: channelOf(to) === "sms" ? "SMS" : "WhatsApp", html: null, text },
  headers: tx.json({ "x-channel": channelOf(to), ...(callback && { "x-status-callback": callback }) }),
  ...{ tags: tx.json({}), attachments: tx.json([]) },
});

/** The id that Twilio gives a message. */
export const sidOf = (id: string): string => `SM${id.replaceAll("-", "")}`;
