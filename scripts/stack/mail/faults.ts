import { ResendProblem } from "./problem";

/** What can be made to go wrong with the next sends. */
export const FAULTS = [
  "hang",
  "error500",
  "reset-after-accept",
  "rate-limit",
  "accept-half",
  "accept-half-then-reset",
] as const;
export type FaultKind = (typeof FAULTS)[number];
export type Fault = { kind: FaultKind; count: number; ms: number };

/**
 * Faults to come, in the order they were asked for; each is used up by `count` sends. `hang` keeps the request
 * `ms` milliseconds before it is looked at, as a provider does that is stuck; `accept-half` takes the first of a
 * batch's mails, refuses the second, and so on, which only a permissive batch survives.
 */
export class Faults {
  #queue: Fault[] = [];

  /** Reads and adds one. */
  add(body: unknown): Fault {
    const { kind, count = 1, ms = 20_000 } = (body ?? {}) as Partial<Fault>;
    const fine = FAULTS.includes(kind as FaultKind) && Number.isInteger(count) && count > 0 && ms >= 0;
    if (!fine) {
      throw new ResendProblem(
        400,
        "validation_error",
        `A fault is {"kind": ${FAULTS.map((name) => `"${name}"`).join(" | ")}, "count": 1, "ms": 20000}.`,
      );
    }
    const fault = { kind: kind as FaultKind, count, ms };
    this.#queue.push(fault);
    return fault;
  }

  /** Uses up one, if there is any. */
  take(): Fault | undefined {
    const fault = this.#queue[0];
    if (fault && --fault.count === 0) this.#queue.shift();
    return fault;
  }

  clear(): void {
    this.#queue = [];
  }

  get list(): Fault[] {
    return this.#queue;
  }
}

/**
 * The limit on requests a second, over all endpoints, as a provider's plan has it: windows of one second with
 * the headers Resend sends (https://resend.com/docs/api-reference/rate-limit). Undefined means none.
 */
export class RequestLimit {
  #windowEnds = 0;
  #used = 0;

  constructor(public perSecond: number | undefined) {}

  /** Counts one request and returns its headers. @throws ResendProblem 429 if it is one too many */
  take(now = Date.now()): Record<string, string> {
    if (this.perSecond === undefined) return {};
    if (now >= this.#windowEnds) {
      this.#windowEnds = now + 1_000;
      this.#used = 0;
    }
    this.#used++;
    const headers = {
      "ratelimit-limit": String(this.perSecond),
      "ratelimit-remaining": String(Math.max(0, this.perSecond - this.#used)),
      "ratelimit-reset": "1",
    };
    if (this.#used > this.perSecond) throw tooMany(this.perSecond, headers);
    return headers;
  }
}

/** The 429 that Resend answers. */
export const tooMany = (perSecond: number, headers: Record<string, string> = {}) =>
  new ResendProblem(
    429,
    "rate_limit_exceeded",
    `Too many requests. You can only make ${perSecond} requests per second. See rate limit response headers for more information. Or contact support to increase rate limit.`,
    { ...headers, "retry-after": "1" },
  );
