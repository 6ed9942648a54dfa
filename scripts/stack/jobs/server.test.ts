import { afterAll, beforeAll, expect, it } from "vitest";
import { Caller } from "./call";
import { hashSigningKey } from "./canonical";
import { prune } from "./clock";
import { openDb } from "./db";
import { startJobs } from "./server";
import {
  type Bed,
  clientOf,
  EVENT_KEY,
  effect,
  effects,
  ended,
  openBed,
  runsOf,
  SIGNING_KEY,
  serveApp,
  until,
} from "./testing/bed";

let bed: Bed;

beforeAll(async () => {
  bed = await openBed((inngest, sql) => [
    inngest.createFunction({ id: "once", triggers: { event: "once" } }, async () => effect(sql, "once")),
    inngest.createFunction({ id: "broken", retries: 0, triggers: { event: "broken" } }, async ({ step }) => {
      await step.run("<b>bold</b>", () => "kept");
      throw new Error("<script>alert(1)</script> \u0000");
    }),
  ]);
});
afterAll(() => bed.close());

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${bed.url}${path}`, {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
    headers,
  });
const routed = () =>
  until(async () => (await bed.sql`select from jobs.events where not routed`).length === 0);

it("takes an event's id once in 24 hours, also within one request, and answers with the first one's id", async () => {
  const event = { id: "same", name: "once", data: {} };
  const { ids } = await bed.inngest.send([event, event]);
  const again = await bed.inngest.send(event);
  expect(new Set([...ids, ...again.ids]).size).toBe(1);
  await ended(bed.url, "once");
  await routed();
  expect((await effects(bed.sql)).once).toBe(1);
  await bed.sql`update jobs.keys set expires_at = now() - interval '1 s' where scope = 'event'`;
  const later = await bed.inngest.send(event);
  expect(later.ids).not.toEqual(ids);
  await ended(bed.url, "once", 2);
});

it("stores a request that is repeated with the SDK's seed once", async () => {
  const before = await runsOf(bed.url, "once");
  const send = () =>
    post(`/e/${EVENT_KEY}`, { name: "once" }, { "x-inngest-event-id-seed": "1,abc" }).then((r) => r.json());
  expect(await send()).toEqual(await send());
  await ended(bed.url, "once", before.length + 1);
  await routed();
  expect(await runsOf(bed.url, "once")).toHaveLength(before.length + 1);
});

it("refuses events that are none and keys that are others'", async () => {
  expect((await post("/e/guess", { name: "once" })).status).toBe(401);
  expect((await post(`/e/${EVENT_KEY}`, "{")).status).toBe(400);
  for (const body of [{}, [], { name: "" }, { name: "once", data: "text" }, [{ name: "once" }, 7]]) {
    const answer = await post(`/e/${EVENT_KEY}`, body);
    if (Array.isArray(body) && body.length === 0)
      expect(await answer.json()).toEqual({ ids: [], status: 200 });
    else expect(answer.status).toBe(400);
  }
});

it("lets only the app's own calls in where the SDK calls", async () => {
  const id = crypto.randomUUID();
  const paths = ["/fn/register", `/v1/checkpoint/${id}/async`];
  for (const path of paths) expect((await post(path, {})).status).toBe(401);
  expect((await fetch(`${bed.url}/v0/runs/${id}/actions`)).status).toBe(401);
  const authorization = `Bearer ${hashSigningKey(SIGNING_KEY)}`;
  expect((await fetch(`${bed.url}/v0/runs/${id}/actions`, { headers: { authorization } })).status).toBe(404);
  expect((await post("/fn/register", {}, { authorization })).status).toBe(400);
});

it("answers an unknown address with 404 and a sentence", async () => {
  const answer = await fetch(`${bed.url}/v1/realtime/token`);
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({
    status: 404,
    error: expect.stringContaining("/v1/realtime/token"),
  });
});

it("answers a checkpoint of a call that is not current with 409", async () => {
  const [run] = await ended(bed.url, "once");
  const authorization = `Bearer ${hashSigningKey(SIGNING_KEY)}`;
  const body = { qi_id: run?.id, generation_id: 1, steps: [{ id: "x", op: "StepRun", data: 1 }] };
  const answer = await post(`/v1/checkpoint/${run?.id}/async`, body, { authorization });
  expect(answer.status).toBe(409);
});

it("refuses a registration with what it does not honour, naming function and option, and changes nothing", async () => {
  const inngest = clientOf(bed.url);
  const event = { event: "other" };
  const handler = async () => {};
  const app = await serveApp(inngest, [
    inngest.createFunction({ id: "fine", triggers: event }, handler),
    inngest.createFunction({ id: "single", singleton: { mode: "skip" }, triggers: event }, handler),
    inngest.createFunction({ id: "timed", timeouts: { finish: "1m" }, triggers: event }, handler),
    inngest.createFunction(
      { id: "wrong", concurrency: { limit: 1, key: "event.data.(" }, triggers: event },
      handler,
    ),
    inngest.createFunction({ id: "never", triggers: { cron: "61 * * * *" } }, handler),
    inngest.createFunction(
      { id: "both", idempotency: "event.id", batchEvents: { maxSize: 2, timeout: "1s" }, triggers: event },
      handler,
    ),
  ]);
  try {
    const caller = new Caller(app.url, SIGNING_KEY, 1);
    const message = await caller.sync(new AbortController().signal);
    caller.close();
    expect(message).toContain("The app answered 400 when asked to register");
    expect(message).toContain('The function "eios-single" declares the option "singleton", which');
    expect(message).toContain('The function "eios-timed" declares the option "timeouts", which');
    expect(message).toContain(
      'The function "eios-wrong" declares "concurrency.key" with an expression that is no CEL',
    );
    expect(message).toContain('The function "eios-never" declares a cron trigger that cannot be read');
    expect(message).toContain('The function "eios-both" declares "batchEvents" beside "idempotency"');
    expect(message).not.toContain("eios-fine");
    const functions = await bed.sql`select id from jobs.functions where active order by id`;
    expect(functions).toEqual([{ id: "eios-broken" }, { id: "eios-once" }]);
  } finally {
    await app.close();
  }
});

it("takes the answer of an app with another signing key for none: no attempt is counted", async () => {
  const caller = new Caller(bed.app.url, `signkey-test-${"ab".repeat(32)}`, 1);
  const job = { id: "1", runId: "2", step: "", functionId: "eios-once", attempt: 0, drops: 0, generation: 1 };
  const outcome = await caller.run(job, "{}", new AbortController().signal);
  caller.close();
  expect(outcome).toEqual({ kind: "away", problem: expect.stringContaining("signing key is another") });
});

it("refuses a signing key that is none", async () => {
  await expect(startJobs({ ...bed.settings, port: 0, signingKey: "secret!" })).rejects.toThrow("hexadecimal");
});

it("shows functions, runs, steps and errors, and escapes what they say", async () => {
  await bed.inngest.send({ name: "broken", data: { note: "<i>" } });
  const [run] = await ended(bed.url, "broken");
  const home = await (await fetch(bed.url)).text();
  expect(home).toContain("eios-broken");
  expect(home).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  const page = await (await fetch(`${bed.url}/?run=${run?.id}`)).text();
  expect(page).toContain("&lt;b&gt;bold&lt;/b&gt;");
  expect(`${home}${page}`).not.toContain("<script>");
  const failed = await (await fetch(`${bed.url}/runs?status=failed`)).json();
  expect(failed.data).toMatchObject([{ id: run?.id, status: "failed", steps: 1 }]);
  expect((await fetch(`${bed.url}/runs/${crypto.randomUUID()}`)).status).toBe(404);
});

it("forgets what is long over, and nothing else", async () => {
  const db = await openDb(bed.settings.databaseUrl);
  await bed.inngest.send({ name: "once", id: "to-be-forgotten" });
  await ended(bed.url, "once", (await runsOf(bed.url, "once")).length + 1);
  const [old] = await runsOf(bed.url, "once");
  await bed.sql`update jobs.runs set ended_at = now() - interval '31 days' where id = ${old?.id ?? ""}`;
  await bed.sql`update jobs.events set received_at = now() - interval '31 days'`;
  const before = await bed.sql`select id from jobs.runs`;
  await prune(db, 30);
  await db.close();
  expect(await bed.sql`select id from jobs.runs`).toHaveLength(before.length - 1);
  const orphans = await bed.sql`select e.id from jobs.events e
    where not exists (select from jobs.runs where event_ids @> array[e.id])`;
  expect(orphans).toEqual([]);
  await bed.inngest.send({ name: "once" });
  await until(async () => (await bed.sql`select from jobs.runs where status = 'queued'`).length === 0);
});

it("keeps events until the app has registered, so that a new function misses none", async () => {
  const event = { event: "brand-new" };
  const early = await startJobs({ ...bed.settings, port: 0, appUrl: "http://127.0.0.1:9" });
  await early.close();
  await bed.sql`update jobs.apps set synced_at = now() - interval '1 day'`;
  await bed.app.close();
  await bed.jobs.close();
  const jobs = await startJobs(bed.settings);
  const inngest = clientOf(jobs.url);
  const { ids } = await inngest.send({ name: "brand-new" });
  const app = await serveApp(
    inngest,
    [inngest.createFunction({ id: "new", triggers: event }, async () => "seen")],
    Number(new URL(bed.app.url).port),
  );
  try {
    const [run] = await ended(jobs.url, "new");
    expect(run).toMatchObject({ status: "completed", output: "seen", events: [{ id: ids[0] }] });
  } finally {
    await app.close();
    await jobs.close();
  }
});
