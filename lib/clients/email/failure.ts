/** What the ways to send mail have in common when a call goes wrong. */

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

/** A sender as name and address, from `"Ada & Luca" <invitations@example.com>` or the bare address. */
export function mailbox(text: string): { name: string; address: string } {
  const [, name = "", address = text] = /^\s*"?([^"<>]*?)"?\s*<([^<>]+)>\s*$/.exec(text) ?? [];
  return { name: name.trim(), address: address.trim() };
}
