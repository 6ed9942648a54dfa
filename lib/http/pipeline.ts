import { z } from "zod";
import { readTenant, type Tx, withTenant } from "@/db/client";
import { type Actor, actorKey } from "@/lib/tenancy/actor";
import { actorOfKey, isKey } from "@/lib/tenancy/api-key";
import { logDenial } from "@/lib/tenancy/invite-access";
import { holderOfInvite } from "@/lib/tenancy/invite-token";
import { mayCallFrom } from "@/lib/tenancy/origins";
import {
  emptyScope,
  type NamedRow,
  type RowKind,
  type Scope,
  scopeOfRow,
  scopeOfSelf,
} from "@/lib/tenancy/scope";
import { actorOfSession } from "@/lib/tenancy/session";
import { inBackground } from "./background";
import { translateDatabaseError } from "./constraints";
import type { Cx } from "./cx";
import type { Contract, Input, Output, Returned } from "./endpoint";
import { entitle } from "./entitlement";
import { answeredBefore, claimKey, hasKey, keepAnswer, releaseKey } from "./idempotency";
import { limit } from "./limit";
import { type Allowance, AppError, notFound } from "./problem";
import { relaySoon } from "./relay";
import { unstorable } from "./text";

/** A request as the pipeline needs it, whichever door it came through. */
export type Call = {
  requestId: string;
  address: string;
  userAgent: string | null;
  place?: string | null;
  /** The session or API token, from the cookie or the Authorization header. */
  token: string | null;
  params: Record<string, string>;
  query: unknown;
  body: unknown;
  ifMatch: number | null;
  idempotencyKey: string | null;
  /** SHA-256 of the body as it came, for Idempotency-Key. */
  bodyHash: string | null;
  /** Brings what the call carries once its caller is known and let in; not there where nothing has to be read. */
  bring?(): Promise<Pick<Call, "body" | "bodyHash" | "ifMatch" | "idempotencyKey">>;
  /** The origin of the page that asks, where that is no page of ours. */
  origin?: string | null;
  /** Filled in where pages of that origin may read the answer. */
  allowedOrigin?: string;
  /** Filled in as soon as it is known, so that refusals carry the headers too. */
  allowance?: Allowance;
};

export type Fn<C> = (cx: Cx, input: Input<C>) => Promise<Returned<C>>;
/** What must hold in the transaction before the function runs, in this order. */
const guards: readonly ((contract: Contract, cx: Cx, input: { body: unknown }) => Promise<void>)[] = [
  entitle,
];

type Result<C> = { output: Output<C>; replayed: boolean; reply: Headers };

/**
 * Runs a contract's function: authenticate → limit → read → parse → mint the scope → permission → transaction
 * (idempotency, entitlement, function, audit, outbox) → parse the output. `handle`, `load` and `action` are its three doors.
 *
 * @throws AppError for everything that is the caller's; anything else is ours
 */
export async function run<C extends Contract>(contract: C, fn: Fn<C>, call: Call): Promise<Result<C>> {
  try {
    return await admit(contract, fn, call);
  } catch (error) {
    throw translateDatabaseError(error);
  }
}

async function admit<C extends Contract>(contract: C, fn: Fn<C>, call: Call): Promise<Result<C>> {
  const { actor, scope: seen } = await authenticate(contract, call);
  call.allowance = await limit(actorKey(actor), contract.limit);
  // Nobody's megabytes are read before their caller is counted.
  if (call.bring) Object.assign(call, await call.bring());
  const input = parse(contract, call);
  const minted = await mint(contract, actor, input, call, seen)
    .then((one) => {
      permit(contract, actor, one.scope);
      mustBeNames(contract, call.params);
      return one;
    })
    .catch((refusal: unknown) => answeredBefore(contract, actor, call, refusal));
  if ("output" in minted) return { output: minted.output as Output<C>, replayed: true, reply: new Headers() };
  const { scope, actor: holder } = minted;
  const reply = new Headers();
  const afterCommit: Cx["afterCommit"] = [];
  const later: (() => Promise<unknown>)[] = [];
  // A GET changes nothing: the database sees to it.
  const within =
    contract.transaction === "own" ? without : contract.method === "GET" ? readTenant : withTenant;
  const result = await within(scope, async (tx, now) => {
    const cx: Cx = {
      scope,
      actor: holder,
      tx,
      requestId: call.requestId,
      now,
      ifMatch: call.ifMatch,
      address: call.address,
      userAgent: call.userAgent,
      place: call.place ?? null,
      reply,
      afterCommit,
      after: (work) => later.push(work),
    };
    const earlier = await claimKey(contract, cx, call);
    if (earlier) return { output: earlier.output as Output<C>, replayed: true, reply };
    for (const step of guards) await step(contract, cx, input);
    const returned = await fn(cx, input as Input<C>).catch((error: unknown) =>
      keepRefusal(error, contract, cx, call),
    );
    if (returned instanceof AppError) return returned;
    const output = (contract.output ?? z.void()).parse(returned) as Output<C>;
    await keepAnswer(contract, cx, call, output);
    return { output, replayed: false, reply };
  });
  for (const task of afterCommit) await task();
  for (const work of later) inBackground(work);
  if (contract.method !== "GET" && contract.transaction !== "own") relaySoon();
  if (result instanceof AppError) throw result;
  return result;
}

const noTransaction = new Proxy({} as Tx, {
  get() {
    throw new Error("This endpoint opens its transactions itself.");
  },
});

/** For functions that open their transactions themselves; the time is this process' own. */
const without: typeof withTenant = (_scope, fn) => fn(noTransaction, new Date());

const forPeople = () =>
  new AppError("forbidden", { detail: "This is for people who are signed in, not for API keys." });

/** Refuses what the caller's role, or the key's scopes, do not hold. */
function permit({ scope: rule, permission }: Contract, actor: Actor, scope: Scope): void {
  if (actor.kind === "apiKey" && rule.by === "self" && permission === null) {
    throw forPeople();
  }
  if (!permission || !scope.permissions || scope.permissions.has(permission)) return;
  throw new AppError("forbidden", {
    detail:
      actor.kind === "apiKey"
        ? `This key does not have the scope ${permission}.`
        : `Your role here, ${scope.role?.replace("_", " ")}, does not allow this.`,
  });
}

/** A key that stands in a page somebody copied is good for nothing there (Fetch, CORS protocol). */
async function permitOrigin(organizationId: string, call: Call): Promise<void> {
  if (!(await mayCallFrom(call.origin!, organizationId))) {
    throw new AppError("bad_origin", {
      detail: `Pages of ${call.origin} may not call with this organization's keys. Its admins list the origins under Settings.`,
    });
  }
  call.allowedOrigin = call.origin!;
}

/** What cannot be the name of anything is nothing here, and is never asked of the database. */
function mustBeNames({ scope: rule }: Contract, params: Record<string, string>): void {
  for (const [name, value] of Object.entries(params)) {
    const isId = /^id$|Id$/.test(name) && rule.by !== "token";
    if (isId ? !z.uuid().safeParse(value).success : value.includes("\0")) throw notFound();
  }
}

/** Who calls; and their scope, where a row was named: null says that it is nothing to them. */
type Caller = { actor: Actor; scope?: Scope | null };

/** The row that a GET names by its path. What has a body is asked for after it: a slow one outlives memberships. */
function namedBy({ method, scope: rule }: Contract, params: Record<string, string>): NamedRow | undefined {
  if (method !== "GET" || rule.by !== "path") return undefined;
  const id = params[rule.param];
  return z.uuid().safeParse(id).success ? { kind: rule.kind, id: id! } : undefined;
}

async function callerOf(contract: Contract, { token, params }: Call): Promise<Caller | null> {
  if (!token) return null;
  if (isKey(token)) return actorOfKey(token).then((actor) => actor && { actor });
  return actorOfSession(token, namedBy(contract, params));
}

async function authenticate(contract: Contract, call: Call): Promise<Caller> {
  const caller = await callerOf(contract, call);
  if (caller?.actor.kind === "apiKey" && call.origin) await permitOrigin(caller.actor.organizationId, call);
  if (caller) return caller;
  const anonymous: Actor = { kind: "anonymous", address: call.address };
  if (["public", "token", "webhook"].includes(contract.scope.by)) return { actor: anonymous };
  // Guesses at tokens are counted by address before they are refused.
  call.allowance = await limit(actorKey(anonymous), contract.limit);
  throw new AppError("unauthenticated", {
    detail: !call.token
      ? "Sign in, or send a bearer token."
      : isKey(call.token)
        ? "This API key is not known, was revoked, or has expired."
        : "This session has ended. Sign in again.",
  });
}

function parse(contract: Contract, call: Call): { params: unknown; query: unknown; body: unknown } {
  const errors: { path: string; message: string }[] = [];
  const check = (schema: z.ZodType | undefined, value: unknown, place: string) => {
    if (!schema) return undefined;
    const result = schema.safeParse(value);
    if (result.success) {
      // After the parsing: a guest's texts are cleaned by their schema rather than refused.
      for (const path of unstorable(result.data))
        errors.push({
          path: path || place,
          message: "has characters that cannot be stored, or is nested too deep",
        });
      return result.data;
    }
    for (const issue of result.error.issues) {
      const path = issue.path.map(String).join(".");
      const unknown = issue.code === "unrecognized_keys" ? issue.keys : [];
      if (unknown.length > 0) {
        for (const key of unknown)
          errors.push({ path: [path, key].filter(Boolean).join("."), message: "is not a known field" });
      } else errors.push({ path: path || place, message: issue.message });
    }
  };
  const query = check(contract.query, call.query, "query");
  const body = contract.media === "raw" ? call.body : check(contract.body, call.body, "body");
  if (errors.length > 0) {
    // Ten thousand wrong elements are told of by the first ones.
    throw new AppError("invalid", {
      detail: errors
        .slice(0, 10)
        .map(({ path, message }) => `${path}: ${message}`)
        .join("; "),
      errors: errors.slice(0, 100),
    });
  }
  return { params: call.params, query, body };
}

async function mint(
  contract: Contract,
  actor: Actor,
  input: { params: unknown; query: unknown; body: unknown },
  call: Call,
  seen: Scope | null | undefined,
): Promise<{ scope: Scope; actor: Actor }> {
  if (seen === null) throw notFound();
  if (seen) return { scope: seen, actor };
  const rule = contract.scope;
  const read = (bag: unknown, name: string) => String((bag as Record<string, unknown>)?.[name] ?? "");
  switch (rule.by) {
    case "public":
    case "webhook":
      return { scope: emptyScope, actor };
    case "self":
      return { scope: await scopeOfSelf(actor, contract.permission), actor };
    case "token": {
      const found = await holderOfInvite(read(rule.in === "path" ? input.params : input.body, rule.name));
      if (!found)
        throw new AppError("not_found", {
          detail: "This link is not known. Check that it is complete, or ask your host for a new one.",
        });
      if (found.state !== "active") await logDenial(found, call);
      if (found.state === "revoked")
        throw new AppError("revoked", {
          detail: "This link was withdrawn. Ask your host for a new one.",
        });
      if (found.state !== "active")
        throw new AppError("expired", {
          detail: "This link has expired. Ask your host for a new one.",
        });
      return { scope: found.scope, actor: found.actor };
    }
    case "staff":
      mustBeStaff(actor);
      return { scope: emptyScope, actor };
    case "named": {
      const bag = rule.in === "body" ? input.body : input.query;
      const [kind, id] = [read(bag, "scope"), read(bag, "scopeId")];
      if (kind === "platform" || kind === "plan") mustBeStaff(actor);
      else if (kind !== "user") return { scope: await scopeOf(actor, kind as RowKind, id), actor };
      else if (actor.kind === "apiKey") throw forPeople();
      else if (id && !(actor.kind === "user" && actor.id === id)) throw notFound();
      return { scope: emptyScope, actor };
    }
    default: {
      const id =
        rule.by === "path"
          ? read(input.params, rule.param)
          : read(rule.by === "body" ? input.body : input.query, rule.field);
      return { scope: await scopeOf(actor, rule.kind, id), actor };
    }
  }
}

async function scopeOf(actor: Actor, kind: RowKind, id: string): Promise<Scope> {
  const scope = z.uuid().safeParse(id).success ? await scopeOfRow(actor, kind, id) : null;
  if (!scope) throw notFound();
  return scope;
}

function mustBeStaff(actor: Actor): void {
  if (actor.kind === "user" && actor.staff) return;
  throw new AppError("forbidden", { detail: "This is for the people who run this installation." });
}

/** A refusal that must leave a mark (a counted guess) is passed on as a value, so that its transaction commits. */
async function keepRefusal(error: unknown, contract: Contract, cx: Cx, call: Call): Promise<AppError> {
  if (!(error instanceof AppError && error.more.keep)) throw error;
  if (hasKey(contract, call)) await releaseKey(cx, call);
  return error;
}
