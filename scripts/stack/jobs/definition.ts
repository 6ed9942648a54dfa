import { Cron } from "croner";
import { z } from "zod";
import { celProblem } from "./cel";
import { duration } from "./durations";

/** A limit on calls at the same time: per function, or by the value of a key. */
export type ConcurrencyLimit = { limit: number; key?: string; scope: "fn" | "env" | "account" };

/** A function as the app declared it, in the executor's own words; lengths in milliseconds. */
export type Definition = {
  id: string;
  name: string;
  events: { name: string; if?: string }[];
  crons: string[];
  retries: number;
  concurrency: ConcurrencyLimit[];
  throttle?: { limit: number; everyMs: number; burst: number; key?: string };
  rateLimit?: { limit: number; periodMs: number; key?: string };
  debounce?: { periodMs: number; timeoutMs?: number; key?: string };
  batch?: { maxSize: number; timeoutMs: number; key?: string; if?: string };
  idempotency?: string;
  cancel: { event: string; if?: string; timeout?: string }[];
  priority?: string;
};

/** Inngest's own default: four retries after the first attempt. */
const DEFAULT_RETRIES = 4;

const keyed = { key: z.string().optional() };
const limit = z.object({
  ...keyed,
  limit: z.number().int().min(0),
  scope: z.enum(["fn", "env", "account"]).optional(),
});

/** What `getConfig` of inngest 4 sends; unknown members are found by `refusals`. */
const configSchema = z.object({
  id: z.string().min(1),
  name: z.string().optional(),
  triggers: z.array(
    z.union([
      z.strictObject({ event: z.string().min(1), expression: z.string().optional() }),
      z.object({ cron: z.string().min(1) }),
    ]),
  ),
  steps: z.record(
    z.string(),
    z.object({
      runtime: z.object({ type: z.string() }),
      retries: z.object({ attempts: z.number().int().min(0).max(20).optional() }).optional(),
    }),
  ),
  concurrency: z.union([z.number().int().min(0), limit, z.array(limit).max(2)]).optional(),
  throttle: z
    .object({
      ...keyed,
      limit: z.number().int().min(1),
      period: z.string(),
      burst: z.number().int().min(1).optional(),
    })
    .optional(),
  rateLimit: z.object({ ...keyed, limit: z.number().int().min(1), period: z.string() }).optional(),
  debounce: z.object({ ...keyed, period: z.string(), timeout: z.string().optional() }).optional(),
  batchEvents: z
    .object({ ...keyed, maxSize: z.number().int().min(1), timeout: z.string(), if: z.string().optional() })
    .optional(),
  idempotency: z.string().optional(),
  cancel: z
    .array(z.object({ event: z.string().min(1), if: z.string().optional(), timeout: z.string().optional() }))
    .max(5)
    .optional(),
  priority: z.object({ run: z.string().optional() }).optional(),
});

type Config = z.infer<typeof configSchema>;

/**
 * Reads one function of a sync. Either its definition, or every reason to refuse it, each a sentence that names the
 * function and the option.
 */
export function readDefinition(raw: unknown): { definition: Definition } | { problems: string[] } {
  const id = typeof (raw as { id?: unknown })?.id === "string" ? (raw as { id: string }).id : "(no id)";
  const unknown = refusals(raw);
  const parsed = configSchema.safeParse(raw);
  const sentences = [
    ...unknown,
    ...(parsed.success
      ? contradictions(parsed.data)
      : parsed.error.issues.map((issue) => `declares "${issue.path.join(".")}" wrongly: ${issue.message}`)),
  ];
  if (!parsed.success || sentences.length > 0) {
    return { problems: sentences.map((sentence) => `The function "${id}" ${sentence}.`) };
  }
  return { definition: define(parsed.data) };
}

/** Members of the config that this executor does not know how to honour. */
function refusals(raw: unknown): string[] {
  if (typeof raw !== "object" || raw === null) return ["is not described by an object"];
  const found: string[] = [];
  const shape = configSchema.shape;
  for (const [option, value] of Object.entries(raw)) {
    if (value === undefined || value === null) continue;
    if (!(option in shape)) {
      found.push(`declares the option "${option}", which the local jobs executor does not honour`);
    }
  }
  const triggers = (raw as { triggers?: unknown }).triggers;
  for (const trigger of Array.isArray(triggers) ? triggers : []) {
    const others = Object.keys(trigger ?? {}).filter((key) => !["event", "expression", "cron"].includes(key));
    for (const key of others) {
      found.push(`declares the trigger option "${key}", which the local jobs executor does not honour`);
    }
  }
  return found;
}

function contradictions(config: Config): string[] {
  const found: string[] = [];
  const expressions: [string, string | undefined][] = [
    ...config.triggers.map((t): [string, string | undefined] => [
      "if",
      "event" in t ? t.expression : undefined,
    ]),
    ...limitsOf(config).map((l): [string, string | undefined] => ["concurrency.key", l.key]),
    ...(config.cancel ?? []).map((c): [string, string | undefined] => ["cancelOn.if", c.if]),
    ["throttle.key", config.throttle?.key],
    ["rateLimit.key", config.rateLimit?.key],
    ["debounce.key", config.debounce?.key],
    ["batchEvents.key", config.batchEvents?.key],
    ["batchEvents.if", config.batchEvents?.if],
    ["idempotency", config.idempotency],
    ["priority.run", config.priority?.run],
  ];
  for (const [option, expression] of expressions) {
    const problem = expression ? celProblem(expression) : undefined;
    if (problem)
      found.push(`declares "${option}" with an expression that is no CEL (${expression}): ${problem}`);
  }
  const lengths: [string, string | undefined][] = [
    ["throttle.period", config.throttle?.period],
    ["rateLimit.period", config.rateLimit?.period],
    ["debounce.period", config.debounce?.period],
    ["debounce.timeout", config.debounce?.timeout],
    ["batchEvents.timeout", config.batchEvents?.timeout],
  ];
  for (const [option, text] of lengths) {
    if (text !== undefined && !duration(text))
      found.push(`declares "${option}" as "${text}", which is no duration`);
  }
  for (const trigger of config.triggers) {
    const problem = "cron" in trigger ? cronProblem(trigger.cron) : undefined;
    if (problem) found.push(`declares a cron trigger that cannot be read: ${problem}`);
  }
  for (const l of limitsOf(config)) {
    if (l.scope !== "fn" && !l.key)
      found.push(`declares "concurrency" with the scope "${l.scope}" but no key`);
  }
  for (const step of Object.values(config.steps)) {
    if (step.runtime.type !== "http")
      found.push(`is served by "${step.runtime.type}"; only http is honoured`);
  }
  const { batchEvents, debounce, rateLimit, idempotency, cancel, priority } = config;
  const besideBatch = { debounce, rateLimit, idempotency, cancelOn: cancel?.length, priority: priority?.run };
  for (const [option, value] of Object.entries(batchEvents ? besideBatch : {})) {
    if (value) found.push(`declares "batchEvents" beside "${option}", which Inngest does not combine`);
  }
  return found;
}

function limitsOf(config: Config): ConcurrencyLimit[] {
  const { concurrency } = config;
  if (concurrency === undefined) return [];
  const list = typeof concurrency === "number" ? [{ limit: concurrency }] : [concurrency].flat();
  return list.filter((l) => l.limit > 0).map((l) => ({ scope: "fn" as const, ...l }));
}

function define(config: Config): Definition {
  const { throttle, rateLimit, debounce, batchEvents } = config;
  return {
    id: config.id,
    name: config.name ?? config.id,
    events: config.triggers.flatMap((t) =>
      "event" in t ? [{ name: t.event, if: t.expression || undefined }] : [],
    ),
    crons: config.triggers.flatMap((t) => ("cron" in t ? [t.cron] : [])),
    retries: Object.values(config.steps)[0]?.retries?.attempts ?? DEFAULT_RETRIES,
    concurrency: limitsOf(config),
    throttle: throttle && {
      limit: throttle.limit,
      everyMs: lengthOf(throttle.period) / throttle.limit,
      burst: throttle.burst ?? 1,
      key: throttle.key,
    },
    rateLimit: rateLimit && {
      limit: rateLimit.limit,
      periodMs: lengthOf(rateLimit.period),
      key: rateLimit.key,
    },
    debounce: debounce && {
      periodMs: lengthOf(debounce.period),
      timeoutMs: debounce.timeout === undefined ? undefined : lengthOf(debounce.timeout),
      key: debounce.key,
    },
    batch: batchEvents && {
      maxSize: batchEvents.maxSize,
      timeoutMs: lengthOf(batchEvents.timeout),
      key: batchEvents.key,
      if: batchEvents.if,
    },
    idempotency: config.idempotency,
    cancel: config.cancel ?? [],
    priority: config.priority?.run,
  };
}

const lengthOf = (text: string): number => duration(text) ?? 0;

/** A cron of five or six fields, after an optional `TZ=Europe/Paris `; without it the times are UTC. */
export function openCron(expression: string): Cron {
  const zone = /^(?:CRON_)?TZ=(\S+)\s+/.exec(expression);
  const pattern = zone ? expression.slice(zone[0].length) : expression;
  return new Cron(pattern, { timezone: zone?.[1] ?? "Etc/UTC", paused: true });
}

function cronProblem(expression: string): string | undefined {
  try {
    return openCron(expression).nextRun() ? undefined : `"${expression}" never comes`;
  } catch (error) {
    return String(error instanceof Error ? error.message : error);
  }
}
