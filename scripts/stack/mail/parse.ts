import { uuidv7 } from "uuidv7";
import { invalid, missing, ResendProblem, unsupported } from "./problem";

/** A mail that passed every check, as it is stored. */
export type Mail = {
  id: string;
  sender: string;
  recipients: string[];
  cc: string[];
  bcc: string[];
  replyTo: string[];
  /** Every address it goes to, bare and in lower case. */
  addresses: string[];
  subject: string;
  html: string | null;
  text: string | null;
  headers: Record<string, string>;
  tags: Record<string, string>;
  attachments: Attachment[];
};

export type Attachment = {
  id: string;
  filename: string;
  contentType: string;
  contentId: string | null;
  content: Buffer;
};

const HONOURED = new Set("from to cc bcc reply_to subject html text headers tags attachments".split(" "));
const ADDRESS = /^[^\s@<>",;]+@[^\s@<>",;.]+(\.[^\s@<>",;.]+)*$/;
const TAG = /^[\w-]{1,256}$/;

const TYPES: Record<string, string> = {
  ics: "text/calendar",
  pdf: "application/pdf",
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  txt: "text/plain",
  html: "text/html",
  csv: "text/csv",
  json: "application/json",
};

/** The bare address of `a@b.c` or `Name <a@b.c>` in lower case, undefined if it is neither. */
export function bareAddress(text: string): string | undefined {
  const bare = (/^[^<>]*<([^<>]+)>$/.exec(text.trim())?.[1] ?? text).trim();
  return ADDRESS.test(bare) && bare.length <= 320 ? bare.toLowerCase() : undefined;
}

/**
 * Reads one mail as `POST /emails` takes it.
 *
 * @param options.batch in a batch, attachments are refused, as Resend does
 * @throws ResendProblem naming the first field that is missing, wrong, or not honoured here
 */
export function parseMail(body: unknown, options: { batch?: boolean } = {}): Mail {
  if (!isObject(body)) throw invalid("The email must be a JSON object.");
  const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
  const stranger = Object.keys(given).find((field) => !HONOURED.has(field));
  if (stranger) throw unsupported(stranger);
  if (options.batch && given.attachments !== undefined) throw unsupported("attachments of a batch");

  if (given.from === undefined || given.from === "") throw missing("`from`");
  const sender = addresses(given.from, "from")[0] as string;
  if (given.to === undefined) throw missing("`to`");
  const recipients = addresses(given.to, "to");
  if (recipients.length === 0) throw missing("`to`");
  if (recipients.length > 50) throw invalid("Invalid `to` field. At most 50 recipients are allowed.");
  if (typeof given.subject !== "string") throw missing("`subject`");
  const html = optionalText(given.html, "html");
  const text = optionalText(given.text, "text");
  if (html === null && text === null) throw missing("`html` or `text`");

  const cc = addresses(given.cc ?? [], "cc");
  const bcc = addresses(given.bcc ?? [], "bcc");
  return {
    id: uuidv7(),
    sender,
    recipients,
    cc,
    bcc,
    replyTo: addresses(given.reply_to ?? [], "reply_to"),
    addresses: [...new Set([...recipients, ...cc, ...bcc].map((one) => bareAddress(one) as string))],
    subject: clean(given.subject),
    html,
    text,
    headers: headers(given.headers),
    tags: tags(given.tags),
    attachments: attachments(given.attachments),
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** PostgreSQL keeps no NUL in text. */
const clean = (text: string): string => text.replaceAll("\0", "");

function addresses(value: unknown, field: string): string[] {
  const list = Array.isArray(value) ? value : [value];
  for (const one of list) {
    if (typeof one !== "string" || /[\r\n]/.test(one) || bareAddress(one) === undefined) {
      throw invalid(
        `Invalid \`${field}\` field. The email address needs to follow the \`email@example.com\` or \`Name <email@example.com>\` format.`,
      );
    }
  }
  return list;
}

function optionalText(value: unknown, field: string): string | null {
  if (value === undefined || value === "") return null;
  if (typeof value !== "string") throw invalid(`Invalid \`${field}\` field. It must be a string.`);
  return clean(value);
}

function headers(value: unknown): Record<string, string> {
  if (value === undefined) return {};
  const ok =
    isObject(value) &&
    Object.entries(value).every(
      ([name, text]) =>
        /^[!#$%&'*+.^_`|~\w-]+$/.test(name) && typeof text === "string" && !/[\r\n\0]/.test(text),
    );
  if (!ok) throw invalid("Invalid `headers` field. Names and values must be strings without line breaks.");
  return value as Record<string, string>;
}

function tags(value: unknown): Record<string, string> {
  if (value === undefined) return {};
  if (!Array.isArray(value)) throw invalid("Invalid `tags` field. It must be an array.");
  return Object.fromEntries(
    value.map((tag) => {
      if (!isObject(tag) || !TAG.test(String(tag.name)) || !TAG.test(String(tag.value))) {
        throw invalid(
          "Invalid `tags` field. Tags should only contain ASCII letters, numbers, underscores, or dashes.",
        );
      }
      return [String(tag.name), String(tag.value)];
    }),
  );
}

function attachments(value: unknown): Attachment[] {
  if (value === undefined) return [];
  const refuse = (why: string) => new ResendProblem(422, "invalid_attachment", why);
  if (!Array.isArray(value)) throw refuse("Attachment must have either a `content` or `path`.");
  return value.map((one) => {
    if (!isObject(one)) throw refuse("Attachment must have either a `content` or `path`.");
    if (one.path !== undefined) throw unsupported("path of an attachment");
    if (typeof one.content !== "string") throw refuse("Attachment must have either a `content` or `path`.");
    const filename = typeof one.filename === "string" ? clean(one.filename) : "attachment";
    return {
      id: uuidv7(),
      filename,
      contentType:
        typeof one.content_type === "string" && !/[\r\n\0]/.test(one.content_type)
          ? one.content_type
          : (TYPES[filename.split(".").at(-1)?.toLowerCase() ?? ""] ?? "application/octet-stream"),
      contentId: typeof one.content_id === "string" ? one.content_id : null,
      content: Buffer.from(one.content, "base64"),
    };
  });
}
