import type { Sql } from "./schema";

type Row = {
  id: string;
  created_at: Date;
  direction: "out" | "in";
  sender: string;
  recipients: string[];
  cc: string[];
  bcc: string[];
  reply_to: string[];
  subject: string;
  html: string | null;
  text: string | null;
  headers: Record<string, string>;
  tags: Record<string, string>;
  attachments: {
    id: string;
    filename: string;
    contentType: string;
    contentId: string | null;
    size: number;
  }[];
  last_event: string | null;
};

/** A mail as programs and the inbox read it. */
export type Message = {
  id: string;
  channel: "email" | "sms" | "whatsapp";
  to: string[];
  from: string;
  subject: string;
  html: string | null;
  text: string | null;
  headers: Record<string, string>;
  createdAt: string;
  cc: string[];
  bcc: string[];
  replyTo: string[];
  tags: Record<string, string>;
  attachments: Row["attachments"];
  /** The last thing that happened to it: queued, sent, delivered, bounced … */
  status: string;
};

/** Which mails to list. */
export type MessageFilter = {
  /** Only mail to this address, in whatever field. */
  to?: string;
  /** Words to be found in subject, people or text. */
  query?: string;
  /** Only mail older than the one with this id. */
  before?: string;
  limit: number;
  direction?: "out" | "in";
};

/** Mails that match, newest first; at most `limit`. */
export async function listMessages(sql: Sql, filter: MessageFilter): Promise<Message[]> {
  const { to, query, before, limit, direction = "out" } = filter;
  const like = query ? `%${query.replace(/[\\%_]/g, "\\$&")}%` : undefined;
  const rows = await sql<Row[]>`
    select *, ${lastEvent(sql)} from mail.messages
     where direction = ${direction}
       ${to ? sql`and addresses @> ${[to.toLowerCase()]}::text[]` : sql``}
       ${before ? sql`and id < ${before}` : sql``}
       ${like ? sql`and concat_ws(E'\n', subject, sender, array_to_string(recipients, ' '), text) ilike ${like}` : sql``}
     order by id desc limit ${limit}`;
  return rows.map(message);
}

/** One mail of either direction, undefined if there is none. */
export async function findMessage(sql: Sql, id: string): Promise<Message | undefined> {
  if (!isUuid(id)) return undefined;
  const [found] = await sql<Row[]>`select *, ${lastEvent(sql)} from mail.messages where id = ${id}`;
  return found && message(found);
}

/** One attachment's bytes, undefined if there is none. */
export async function findAttachment(sql: Sql, messageId: string, id: string): Promise<Buffer | undefined> {
  if (!isUuid(messageId) || !isUuid(id)) return undefined;
  const [found] = await sql<{ content: Buffer }[]>`
    select content from mail.attachments where message_id = ${messageId} and id = ${id}`;
  return found?.content;
}

/** What happened to one mail, in order, and how telling the app about it went. */
export async function listEvents(sql: Sql, messageId: string) {
  if (!isUuid(messageId)) return [];
  const rows = await sql<
    { type: string; at: Date; attempts: number; pending: boolean; last_error: string }[]
  >`
    select type, happens_at as at, attempts, next_at is not null as pending, last_error
      from mail.events where message_id = ${messageId} order by happens_at, id`;
  return rows.map(({ last_error, at, ...event }) => ({ ...event, at: at.toISOString(), error: last_error }));
}

/** A mail as `GET /emails/:id` answers it. */
export function resendEmail(mail: Message) {
  return {
    object: "email",
    id: mail.id,
    to: mail.to,
    from: mail.from,
    created_at: mail.createdAt,
    subject: mail.subject,
    html: mail.html,
    text: mail.text,
    bcc: mail.bcc,
    cc: mail.cc,
    reply_to: mail.replyTo,
    message_id: messageId(mail.id),
    headers: mail.headers,
    tags: Object.entries(mail.tags).map(([name, value]) => ({ name, value })),
    attachments: mail.attachments.map((file) => ({
      id: file.id,
      filename: file.filename,
      content_type: file.contentType,
      content_id: file.contentId,
      size: file.size,
    })),
    last_event: mail.status,
  };
}

/** The Message-ID header (RFC 5322) a mail goes out with. */
export const messageId = (id: string) => `<${id}@mail.localhost>`;

/** Whether `text` may be compared with a uuid column. */
export const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/** The last thing that has happened by now; nobody has to write it down. */
const lastEvent = (sql: Sql) => sql`
  (select type from mail.events where message_id = messages.id and happens_at <= now()
    order by happens_at desc, events.id desc limit 1) as last_event`;

function message(row: Row): Message {
  const channel = row.headers["x-channel"];
  return {
    id: row.id,
    channel: channel === "sms" || channel === "whatsapp" ? channel : "email",
    to: row.recipients,
    from: row.sender,
    subject: row.subject,
    html: row.html,
    text: row.text,
    headers: row.headers,
    createdAt: row.created_at.toISOString(),
    cc: row.cc,
    bcc: row.bcc,
    replyTo: row.reply_to,
    tags: row.tags,
    attachments: row.attachments,
    status: (row.last_event ?? "email.queued").replace(/^(email|text)\./, ""),
  };
}
