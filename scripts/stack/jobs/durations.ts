const UNITS = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|[wdhms]))*$/;

/** The milliseconds of a duration as the SDK writes it ("1d", "2h30m10s", "" for none), or undefined. */
export function duration(text: string): number | undefined {
  if (!DURATION.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[wdhms])/g)) {
    total += Number(amount) * UNITS[unit as keyof typeof UNITS];
  }
  return total;
}

/** The time that a duration from now, or an ISO date, means; undefined if it is neither. */
export function timeOf(text: string): Date | undefined {
  const length = duration(text);
  if (length !== undefined) return new Date(Date.now() + length);
  const time = /^\d{4}-/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : new Date(time);
}

/** The milliseconds that a `retry-after` asks for: seconds or a date (RFC 9110); undefined without one. */
export function retryAfter(header: string | undefined): number | undefined {
  if (header === undefined || header === "") return undefined;
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}
