import { z } from "zod";
import { BodyTooLarge, bearer, type Handler, readBody, sendJson } from "../http";
import { hashSigningKey, same } from "./canonical";
import { checkpoint } from "./checkpoint";
import { type Db, isPassing } from "./db";
import { ingest, readEvents } from "./ingest";
import type { Op } from "./ops";
import { runPage, statusPage } from "./page";
import { Refused, type Registry, register } from "./registry";
import { readRun, readRuns, readStatus } from "./report";

import { eventsJson, stepsJson } from "./state";

export type ApiOptions = {
  db: Db;
  registry: Registry;
  eventKey: string;
  signingKey: string;
  leaseMs: number;
  health: { problem: string | undefined };
  poke: () => void;
};

const MAX_BODY = 64 * 1024 * 1024;
/** How long a request waits for a database that is away; shorter than the SDK's patience. */
const PATIENCE_MS = 8_000;
const UUID = "[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}";

type Request = Parameters<Handler>[0];
type Response = Parameters<Handler>[1];
type Context = ApiOptions & { req: Request; res: Response; url: URL; token: string };
type Route = {
  method: string;
  path: RegExp;
  /** Whether only the app may ask (the SDK's bearer token). */
  app?: boolean;
  answer: (context: Context, params: string[]) => Promise<void>;
};

const routes: Route[] = [
  { method: "POST", path: /^\/e\/([^/]+)$/, answer: takeEvents },
  { method: "POST", path: /^\/fn\/register$/, app: true, answer: takeFunctions },
  { method: "GET", path: new RegExp(`^/v0/runs/(${UUID})/actions$`), app: true, answer: giveSteps },
  { method: "GET", path: new RegExp(`^/v0/runs/(${UUID})/batch$`), app: true, answer: giveEvents },
  { method: "POST", path: new RegExp(`^/v1/checkpoint/(${UUID})/async$`), app: true, answer: takeCheckpoint },
  { method: "GET", path: /^\/$/, answer: showStatus },
  { method: "GET", path: /^\/runs$/, answer: listRuns },
  { method: "GET", path: new RegExp(`^/runs/(${UUID})$`), answer: showRun },
];

/** The HTTP side of the executor: what the SDK calls, and what people and programs look at. */
export function createApi(options: ApiOptions): Handler {
  const token = hashSigningKey(options.signingKey);
  return async (req, res, url) => {
    for (const route of routes) {
      const match = req.method === route.method ? route.path.exec(url.pathname) : null;
      if (!match) continue;
      if (route.app && !same(bearer(req) ?? "", token)) return fail(res, 401, "The signing key is another.");
      try {
        return await route.answer({ ...options, req, res, url, token }, match.slice(1));
      } catch (error) {
        if (error instanceof BodyTooLarge) return fail(res, 413, error.message);
        if (error instanceof SyntaxError) return fail(res, 400, "The body is not JSON.");
        if (isPassing(error)) return fail(res, 503, "The database is away; ask again.");
        throw error;
      }
    }
    console.error(`[jobs] nothing answers ${req.method} ${url.pathname}`);
    return fail(res, 404, `The local jobs executor has nothing at ${req.method} ${url.pathname}.`);
  };
}

function fail(res: Response, status: number, error: string): void {
  sendJson(res, status, { error, status });
}

async function readJson(req: Request): Promise<unknown> {
  return JSON.parse((await readBody(req, MAX_BODY)).toString());
}

async function takeEvents(context: Context, [key]: string[]): Promise<void> {
  const { req, res, db, eventKey } = context;
  if (!same(decodeURIComponent(key ?? ""), eventKey)) return fail(res, 401, "The event key is another.");
  const read = readEvents(await readJson(req));
  if ("problem" in read) return fail(res, 400, read.problem);
  const seed = req.headers["x-inngest-event-id-seed"];
  const ids = await ingest(db, read.events, typeof seed === "string" ? seed : undefined, PATIENCE_MS);
  sendJson(res, 200, { ids, status: 200 });
  context.poke();
}

const syncSchema = z.object({
  appName: z.string().min(1),
  url: z.string(),
  sdk: z.string().optional(),
  framework: z.string().optional(),
  functions: z.array(z.unknown()),
});

async function takeFunctions({ req, res, db, poke }: Context): Promise<void> {
  const parsed = syncSchema.safeParse(await readJson(req));
  if (!parsed.success) return fail(res, 400, `The sync cannot be read: ${parsed.error.issues[0]?.message}`);
  try {
    const modified = await register(db, parsed.data, PATIENCE_MS);
    sendJson(res, 200, { ok: true, status: 200, modified, skipped: !modified });
    poke();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    console.error(`[jobs] registration refused: ${error.message}`);
    fail(res, 400, error.message);
  }
}

async function giveSteps({ res, db }: Context, [runId = ""]: string[]): Promise<void> {
  sendText(res, await db.patient(() => stepsJson(db.sql, runId), PATIENCE_MS));
}

async function giveEvents({ res, db }: Context, [runId = ""]: string[]): Promise<void> {
  sendText(res, await db.patient(() => eventsJson(db.sql, runId), PATIENCE_MS));
}

function sendText(res: Response, json: string | null): void {
  if (json === null) fail(res, 404, "There is no such run.");
  else res.writeHead(200, { "content-type": "application/json" }).end(json);
}

const checkpointSchema = z.object({
  qi_id: z.string(),
  generation_id: z.number().int(),
  steps: z.array(z.looseObject({ id: z.string(), op: z.string() })),
});

async function takeCheckpoint(context: Context, [runId = ""]: string[]): Promise<void> {
  const { req, res, db, registry, leaseMs } = context;
  const parsed = checkpointSchema.safeParse(await readJson(req));
  if (!parsed.success)
    return fail(res, 400, `The checkpoint cannot be read: ${parsed.error.issues[0]?.message}`);
  const { qi_id: jobId, generation_id: generation, steps } = parsed.data;
  const call = { runId, jobId, generation };
  const current = await checkpoint(db, call, steps as unknown as Op[], registry, leaseMs, PATIENCE_MS);
  if (!current) return fail(res, 409, "This call was given to another, or its run has ended.");
  sendJson(res, 200, { status: 200 });
}

async function showStatus({ res, db, url, health }: Context): Promise<void> {
  const runId = url.searchParams.get("run");
  const run = runId && new RegExp(`^${UUID}$`).test(runId) ? await readRun(db.sql, runId) : undefined;
  const html = run
    ? runPage(run)
    : statusPage(await readStatus(db.sql), await readRuns(db.sql, {}), health.problem);
  res.writeHead(200, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
  });
  res.end(html);
}

async function listRuns({ res, db, url }: Context): Promise<void> {
  const filter = {
    status: url.searchParams.get("status") ?? undefined,
    functionId: url.searchParams.get("function") ?? undefined,
  };
  sendJson(res, 200, { data: await readRuns(db.sql, filter) });
}

async function showRun({ res, db }: Context, [runId = ""]: string[]): Promise<void> {
  const run = await readRun(db.sql, runId);
  if (!run) return fail(res, 404, "There is no such run.");
  sendJson(res, 200, { data: run });
}
