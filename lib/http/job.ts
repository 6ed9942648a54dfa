import { randomUUID } from "node:crypto";
import { withTenant } from "@/db/client";
import type { Actor } from "@/lib/tenancy/actor";
import { emptyScope, jobScope, provenScope, type Scope } from "@/lib/tenancy/scope";
import { inBackground } from "./background";
import type { Cx } from "./cx";
import { hasEmitted } from "./record";
import { relaySoon } from "./relay";

/** One transaction outside a request, for a door that has proved whose rows it may touch. */
async function runWith<T>(
  scope: Scope,
  actor: Actor,
  fn: (cx: Cx) => Promise<T>,
  caller: Partial<Pick<Cx, "address" | "userAgent" | "place" | "requestId">> = {},
): Promise<T> {
  const later: (() => Promise<unknown>)[] = [];
  const afterCommit: Cx["afterCommit"] = [];
  let emitted = false;
  const result = await withTenant(scope, async (tx, now) => {
    const answer = await fn({
      scope,
      actor,
      tx,
      now,
      requestId: randomUUID(),
      ifMatch: null,
      address: null,
      userAgent: null,
      place: null,
      ...caller,
      reply: new Headers(),
      afterCommit,
      after: (work) => later.push(work),
    });
    emitted = hasEmitted(tx);
    return answer;
  });
  for (const task of afterCommit) await task();
  for (const work of later) inBackground(work);
  if (emitted) relaySoon();
  return result;
}

/**
 * Runs a step of a function of the jobs server in one transaction of one organization.
 *
 * @param name the function's id; it is the actor of the audit rows
 */
export const runAsJob = <T>(name: string, organizationId: string, fn: (cx: Cx) => Promise<T>): Promise<T> =>
  runWith(jobScope(organizationId), { kind: "job", name }, fn);

/** Runs the effect of a provider's verified event in one transaction of the organization it belongs to. */
export const runAsWebhook = <T>(
  provider: string,
  organizationId: string,
  fn: (cx: Cx) => Promise<T>,
): Promise<T> => runWith(provenScope(organizationId), { kind: "webhook", provider }, fn);

/** Runs what follows from a sign-in that a provider has proved, in one transaction without any organization. */
export const runAsArrival = <T>(
  caller: Pick<Cx, "userAgent" | "place" | "requestId"> & { address: string },
  fn: (cx: Cx) => Promise<T>,
): Promise<T> => runWith(emptyScope, { kind: "anonymous", address: caller.address }, fn, caller);
