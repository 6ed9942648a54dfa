import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { sendJson } from "../http";
import { invalid, notFound } from "./problem";
import { findAttachment, findMessage, isUuid, listEvents, listMessages, type Message } from "./read";
import type { Sql } from "./schema";
import type { DeliveryState } from "./webhooks";

const MAX_LIMIT = 1_000;

/** What a mail may do where it is shown: be styled and show pictures; no script, no form, nothing of ours. */
const MAIL_POLICY =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data: http: https:; font-src data: http: https:";

/**
 * The reader: the page at `/`, its live stream, and `GET /messages`, which programs use too. `handle` tells
 * whether the request was one of these; `changed` makes open pages look again.
 */
export async function inbox(sql: Sql, delivery: () => Promise<DeliveryState>) {
  const page = await assemble();
  const readers = new Set<ServerResponse>();
  let told: NodeJS.Timeout | undefined;

  /** At most ten times a second, however many mails come in. */
  const changed = () => {
    if (told || readers.size === 0) return;
    told = setTimeout(() => {
      told = undefined;
      for (const reader of readers) reader.write("event: changed\ndata: \n\n");
    }, 100);
  };

  const live = (res: ServerResponse) => {
    res.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    res.write("retry: 1000\n\n");
    readers.add(res);
    res.once("close", () => readers.delete(res));
  };

  const handle = async (req: IncomingMessage, res: ServerResponse, url: URL): Promise<boolean> => {
    if (req.method !== "GET") return false;
    const [, top, id, part, file] = url.pathname.split("/");
    if (url.pathname === "/") return show(res, page);
    if (url.pathname === "/live") live(res);
    else if (url.pathname === "/state") sendJson(res, 200, await delivery());
    else if (top !== "messages") return false;
    else if (id === undefined) sendJson(res, 200, await list(sql, url.searchParams));
    else await one(sql, res, id, part, file);
    return true;
  };

  return {
    handle,
    changed,
    close: () => {
      clearTimeout(told);
      for (const reader of readers) reader.end();
    },
  };
}

/** The page in one piece: its styles and its script, bundled, within it. */
async function assemble(): Promise<string> {
  const path = (name: string) => fileURLToPath(new URL(`page/${name}`, import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [path("inbox.ts"), path("inbox.css")],
    ...{ bundle: true, minify: true, write: false, outdir: "page", format: "esm", target: "es2022" },
  });
  const made = (extension: string) => outputFiles.find((file) => file.path.endsWith(extension))?.text ?? "";
  return readFileSync(path("inbox.html"), "utf8")
    .replace("<style></style>", () => `<style>${made(".css")}</style>`)
    .replace("<script></script>", () => `<script type="module">${made(".js")}</script>`);
}

function show(res: ServerResponse, page: string): true {
  const nonce = randomBytes(16).toString("base64");
  res.writeHead(200, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "content-security-policy": `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'unsafe-inline'; img-src data:; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  });
  res.end(page.replace("<script ", `<script nonce="${nonce}" `));
  return true;
}

async function list(sql: Sql, params: URLSearchParams): Promise<{ data: unknown[] }> {
  const limit = Number(params.get("limit") ?? 100);
  const before = params.get("before") ?? undefined;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT)
    throw invalid(`\`limit\` is 1 to ${MAX_LIMIT}.`);
  if (before !== undefined && !isUuid(before)) throw invalid("`before` is the id of a message.");
  const direction = params.get("direction") === "in" ? "in" : "out";
  const [to, query] = [params.get("to") ?? undefined, params.get("query") ?? undefined];
  const messages = await listMessages(sql, { to, query, before, limit, direction });
  return { data: params.has("summary") ? messages.map(summary) : messages };
}

/** What a list shows of a mail, without its body. */
export type Summary = ReturnType<typeof summary>;

function summary({ id, channel, to, from, subject, text, html, createdAt, status, attachments }: Message) {
  const body =
    text ?? (html ?? "").replace(/<(style|script|title)[\s\S]*?<\/\1>|<[^>]+>|&[a-z#0-9]+;/gi, " ");
  const preview = body.replace(/\s+/g, " ").trim().slice(0, 160);
  return { id, channel, to, from, subject, preview, createdAt, status, files: attachments.length };
}

async function one(sql: Sql, res: ServerResponse, id: string, part?: string, file?: string): Promise<void> {
  const mail = await findMessage(sql, id);
  if (!mail) return sendProblem(res, "Message");
  if (part === undefined) return sendJson(res, 200, { ...mail, events: await listEvents(sql, id) });
  if (part === "html" && mail.html !== null) {
    res.writeHead(200, {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": MAIL_POLICY,
      "referrer-policy": "no-referrer",
    });
    res.end(`<!doctype html><base target="_blank">${mail.html}`);
    return;
  }
  const about = mail.attachments.find((attachment) => attachment.id === file);
  const content = part === "attachments" && about ? await findAttachment(sql, id, about.id) : undefined;
  if (!about || !content) return sendProblem(res, "Part");
  res.writeHead(200, {
    "content-type": about.contentType,
    "content-length": content.length,
    "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(about.filename)}`,
    "x-content-type-options": "nosniff",
  });
  res.end(content);
}

function sendProblem(res: ServerResponse, what: string): void {
  const problem = notFound(what);
  sendJson(res, problem.status, problem.body);
}
