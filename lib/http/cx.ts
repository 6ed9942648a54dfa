import type { Tx } from "@/db/client";
import type { Actor } from "@/lib/tenancy/actor";
import type { Scope } from "@/lib/tenancy/scope";
import { AppError } from "./problem";

/** What every query and mutation is given first. Passed, never ambient. */
export type Cx = {
  scope: Scope;
  actor: Actor;
  tx: Tx;
  requestId: string;
  /** The database's time at the beginning of the transaction: decisions are made by its clock. */
  now: Date;
  /** The version the caller believes to be changing, from If-Match; null when not said. */
  ifMatch: number | null;
  /** The caller's address; null for jobs and rooms. */
  address: string | null;
  /** What the caller's program calls itself; null for jobs and rooms. */
  userAgent: string | null;
  /** Where the platform in front of us says the caller is, "Turin, IT"; null where it says nothing. */
  place: string | null;
  /** Headers to add to the answer (a session's cookie); other doors than HTTP leave them out. */
  reply: Headers;
  /** Done after the commit and before the answer: what must not happen when the transaction fails (a purge). */
  afterCommit: (() => Promise<void>)[];
  /** Work beside the answer once this is committed; what must not be lost is written down first. */
  after(work: () => Promise<unknown>): void;
};

/** The one organization a mutation works in. */
export function organizationOf(cx: Cx): string {
  const [id, ...others] = cx.scope.organizationIds;
  if (!id || others.length > 0) throw new Error("A mutation needs a scope of exactly one organization.");
  return id;
}

/** Refuses a change when somebody else changed the resource meanwhile (RFC 9110 §13.1.1). */
export function checkVersion(cx: Cx, current: number): void {
  if (cx.ifMatch !== null && cx.ifMatch !== current) {
    throw new AppError("stale", {
      detail: "Somebody changed this meanwhile. Read it again, then make your change.",
      meta: { version: current },
    });
  }
}
