/**
 * The instant of a wall-clock time in a zone, as RFC 3339 in UTC. A time that a change of the clocks leaves out
 * becomes the one an hour later.
 *
 * @param date YYYY-MM-DD
 * @param time HH:MM
 * @param timezone IANA name
 */
export function instantAt(date: string, time: string, timezone: string): string {
  const wanted = Date.parse(`${date}T${time}:00Z`);
  let guess = wanted;
  // The offset at the guess may differ from the offset at the result, hence twice.
  for (let round = 0; round < 2; round++) guess = wanted - offsetAt(guess, timezone);
  return new Date(guess).toISOString();
}

/** An instant as the value of a datetime-local input, in a zone: `2027-06-12T15:00`. */
export function localInput(instant: string, timezone: string): string {
  const at = Date.parse(instant);
  return new Date(at + offsetAt(at, timezone)).toISOString().slice(0, 16);
}

function offsetAt(at: number, timezone: string): number {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat("en-US", {
      timeZone: timezone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  ) as Record<"year" | "month" | "day" | "hour" | "minute" | "second", number>;
  const local = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
  return local - Math.floor(at / 1000) * 1000;
}

/** Whole days from today to a plain date, in the reader's own calendar; negative when it is past. */
export function daysUntil(date: string, now = new Date()): number {
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  return Math.round((Date.parse(`${date}T00:00:00Z`) - today) / 86_400_000);
}
