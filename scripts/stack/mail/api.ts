import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { bearer, readBody, sendJson } from "../http";
import { type Acceptance, type Accepted, row } from "./accept";
import { type Faults, type RequestLimit, tooMany } from "./faults";
import { type Mail, parseMail } from "./parse";
import { invalid, notFound, ResendProblem, unsupported } from "./problem";
import { findMessage, messageId, resendEmail } from "./read";
import type { Sql } from "./schema";
import type { Webhooks } from "./webhooks";

const BODY_LIMIT = 40 * 1024 * 1024;
const BATCH_LIMIT = 100;

/**
 * Keeps a call of many mails at a moment until it is let go: it has come, or its mails are stored and the answer is
 * not given. A call that came is served even if its caller died meanwhile, unless `drop` is answered.
 */
export type Hold = (at: "arrived" | "taken", key: string) => Promise<"serve" | "drop">;

type Parts = {
  sql: Sql;
  acceptance: Acceptance;
  webhooks: Webhooks;
  apiKey: string;
  faults: Faults;
  limit: RequestLimit;
  hold?: Hold;
};

/**
 * The endpoints of Resend that take and show mail, and those that play it: `/faults`, `/limit`, `/inbound`.
 * What is refused is thrown as a ResendProblem.
 */
export function resendApi(parts: Parts) {
  return async (req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> => {
    if (await play(parts, req, res, url)) return;
    authorize(req, parts.apiKey);
    const headers = parts.limit.take();
    const endpoint = `${req.method} ${url.pathname}`;
    const [, id] = /^GET \/emails\/(?:receiving\/)?([^/]+)$/.exec(endpoint) ?? [];
    if (id !== undefined) return sendJson(res, 200, await show(parts.sql, id), headers);
    if (endpoint !== "POST /emails" && endpoint !== "POST /emails/batch") throw unknown(req, url);
    await send(parts, req, res, url.pathname, headers);
  };
}

async function send(
  { acceptance, faults, hold }: Parts,
  req: IncomingMessage,
  res: ServerResponse,
  path: string,
  headers: Record<string, string>,
): Promise<void> {
  const body = await readBody(req, BODY_LIMIT);
  const fault = faults.take();
  if (fault?.kind === "hang") await sleep(fault.ms);
  if (fault?.kind === "rate-limit") throw tooMany(2);
  if (fault?.kind === "error500") {
    throw new ResendProblem(500, "internal_server_error", "An unexpected error occurred.");
  }
  const permissive = req.headers["x-batch-validation"] === "permissive";
  const half = fault?.kind === "accept-half" || fault?.kind === "accept-half-then-reset";
  const key = req.headers["idempotency-key"]?.toString();
  const held = path === "/emails" || key === undefined ? undefined : hold;
  // Whoever hung up while this hung is not served: a stuck provider never saw the request.
  if (held ? (await held("arrived", key!)) === "drop" : req.socket.destroyed) return;
  const answer = await acceptance.accept({ key, path, body }, () =>
    path === "/emails" ? one(parseJson(body)) : batch(parseJson(body), { permissive, half }),
  );
  await held?.("taken", key!);
  if (fault?.kind === "reset-after-accept" || fault?.kind === "accept-half-then-reset") {
    req.socket.resetAndDestroy();
    return;
  }
  sendJson(res, 200, answer, headers);
}

type Parsed = { mails: Mail[]; answer: Accepted };

function one(body: unknown): Parsed {
  const mail = parseMail(body);
  return { mails: [mail], answer: { id: mail.id } };
}

/** All or none, or with `x-batch-validation: permissive` the good ones and the index of each bad one. */
function batch(body: unknown, { permissive, half }: { permissive: boolean; half: boolean }): Parsed {
  if (!Array.isArray(body) || body.length === 0) throw invalid("A batch must be an array of emails.");
  if (body.length > BATCH_LIMIT) throw invalid(`A batch can hold at most ${BATCH_LIMIT} emails.`);
  const mails: Mail[] = [];
  const errors: { index: number; message: string }[] = [];
  for (const [index, email] of body.entries()) {
    try {
      const mail = parseMail(email, { batch: true });
      if (half && index % 2 === 1) throw invalid(`We do not write to ${mail.recipients[0]} (played here).`);
      mails.push(mail);
    } catch (error) {
      if (!permissive || !(error instanceof ResendProblem)) throw error;
      errors.push({ index, message: error.message });
    }
  }
  const data = mails.map(({ id }) => ({ id }));
  return { mails, answer: permissive ? { data, errors } : { data } };
}

async function show(sql: Sql, id: string) {
  const mail = await findMessage(sql, id);
  if (!mail) throw notFound("Email");
  return resendEmail(mail);
}

/** What drives the stand-in in tests: what goes wrong next, how fast it may be asked, and mail that comes in. */
async function play(
  { sql, webhooks, faults, limit }: Parts,
  req: IncomingMessage,
  res: ServerResponse,
  url: URL,
) {
  const endpoint = `${req.method} ${url.pathname}`;
  switch (endpoint) {
    case "GET /faults":
      sendJson(res, 200, { data: faults.list });
      return true;
    case "DELETE /faults":
      faults.clear();
      sendJson(res, 200, { data: [] });
      return true;
    case "POST /faults":
      sendJson(res, 201, faults.add(parseJson(await readBody(req, BODY_LIMIT))));
      return true;
    case "PUT /limit": {
      const { perSecond } = parseJson(await readBody(req, BODY_LIMIT)) as { perSecond?: unknown };
      if (perSecond !== null && !(Number(perSecond) > 0))
        throw invalid("`perSecond` is a number, or null for none.");
      limit.perSecond = perSecond === null ? undefined : Number(perSecond);
      sendJson(res, 200, { perSecond });
      return true;
    }
    case "POST /inbound": {
      const mail = parseMail(parseJson(await readBody(req, BODY_LIMIT)));
      await receive(sql, mail);
      webhooks.wake();
      sendJson(res, 201, { id: mail.id, message_id: messageId(mail.id) });
      return true;
    }
    default:
      return false;
  }
}

async function receive(sql: Sql, mail: Mail): Promise<void> {
  const files = mail.attachments.map(({ id, content }) => ({ message_id: mail.id, id, content }));
  await sql.begin((tx) => [
    tx`insert into mail.messages ${tx(row(tx, mail, "in"))}`,
    ...(files.length > 0 ? [tx`insert into mail.attachments ${tx(files)}`] : []),
    tx`insert into mail.events (message_id, type, happens_at, next_at)
       values (${mail.id}, 'email.received', now(), now())`,
  ]);
}

function authorize(req: IncomingMessage, apiKey: string): void {
  const given = bearer(req);
  if (given === undefined) {
    throw new ResendProblem(401, "missing_api_key", "Missing API key in the authorization header.");
  }
  if (given !== apiKey) throw new ResendProblem(403, "invalid_api_key", "API key is invalid");
}

function unknown(req: IncomingMessage, url: URL): ResendProblem {
  if (/^\/emails(\/batch)?$/.test(url.pathname)) {
    return new ResendProblem(405, "method_not_allowed", "This endpoint does not support this method.");
  }
  if (url.pathname.startsWith("/emails/")) return unsupported(`${req.method} ${url.pathname}`);
  return notFound(`Endpoint ${req.method} ${url.pathname}`);
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new ResendProblem(400, "validation_error", "The request body is not valid JSON.");
  }
}
