import type { Outcome } from "./mail";

/** What the ways to send messages have in common when a call goes wrong. */

/** Longer than the slowest answer that still helps, shorter than the lease of a batch, in milliseconds. */
export const TIMEOUT_MS = 15_000;

/** Whether an address is of this machine: no domain needs to be verified for its stand-in. */
export const onThisMachine = (address: string | undefined): boolean =>
  address !== undefined && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(address).hostname);

/** Seconds of a Retry-After header, a number or a date (RFC 9110 §10.2.3). */
export function retryAfter(value: string | undefined): number | undefined {
  if (!value) return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1_000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

const unreachable = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

/** Whether an error was met before anything was sent: no connection, so nothing can have been taken. */
export function wasNeverSent(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code = "", syscall = "" } = at as NodeJS.ErrnoException;
    if (unreachable.has(code) || syscall === "connect" || syscall === "getaddrinfo") return true;
    if (at instanceof AggregateError && at.errors.length > 0) return at.errors.every(wasNeverSent);
  }
  return false;
}

/**
 * What a call that failed says of its messages, by the status that the provider answered with; by the error itself
 * where it answered nothing.
 *
 * @param wait seconds before a call that came too often is repeated
 */
export function outcomeOf(
  status: number | undefined,
  { error, reason, wait = 1 }: { error: unknown; reason: string; wait?: number },
): Outcome {
  if (status === undefined) {
    return wasNeverSent(error)
      ? { kind: "later", seconds: 5, reason, ours: false }
      : { kind: "unknown", seconds: 0, reason };
  }
  if (status === 429) return { kind: "later", seconds: wait, reason, ours: false };
  if (status === 401 || status === 403) return { kind: "later", seconds: 60, reason, ours: true };
  return status >= 500 ? { kind: "unknown", seconds: 0, reason } : { kind: "refused", reason };
}

/** A sender as name and address, from `"Ada & Luca" <invitations@example.com>` or the bare address. */
export function mailbox(text: string): { name: string; address: string } {
  const [, name = "", address = text] = /^\s*"?([^"<>]*?)"?\s*<([^<>]+)>\s*$/.exec(text) ?? [];
  return { name: name.trim(), address: address.trim() };
}
