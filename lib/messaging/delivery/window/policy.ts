/** Rules of the hours in which people may be written to, in their own time zone. */

/** Local times of day, "09:00"; a window whose end lies before its start runs over midnight. */
export type SendWindow = { start: string; end: string };

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * When somebody may be written to.
 *
 * @returns null when it is now, else the next opening of the window
 */
export function opensAt(window: SendWindow | null, zone: string, now: Date): Date | null {
  if (window === null || isOpen(window, zone, now)) return null;
  const start = minutesOf(window.start);
  const local = wallClock(zone, now);
  const minutes = local.getUTCHours() * 60 + local.getUTCMinutes();
  const day = new Date(local).setUTCHours(0, minutes < start ? start : start + 24 * 60, 0, 0);
  let at = instantOf(zone, day);
  // Where clocks are put forward over the opening, the window opens with the next minute that there is.
  while (!isOpen(window, zone, at)) at = new Date(at.getTime() + QUARTER);
  return at;
}

function isOpen({ start, end }: SendWindow, zone: string, at: Date): boolean {
  const local = wallClock(zone, at);
  const minutes = local.getUTCHours() * 60 + local.getUTCMinutes();
  const [from, to] = [minutesOf(start), minutesOf(end)];
  if (from === to) return true;
  return from < to ? minutes >= from && minutes < to : minutes >= from || minutes < to;
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** What clocks in a zone show, as if it were UTC. */
export function wallClock(zone: string, at: Date): Date {
  let format = formats.get(zone);
  if (!format) {
    const numeric = "numeric";
    const fields = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric } as const;
    format = new Intl.DateTimeFormat("en", {
      ...fields,
      timeZone: zone,
      hourCycle: "h23",
      calendar: "iso8601",
    });
    formats.set(zone, format);
  }
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const read = (type: Intl.DateTimeFormatPartTypes) => parts.get(type)!;
  return new Date(Date.UTC(read("year"), read("month") - 1, read("day"), read("hour"), read("minute")));
}

/** The moment at which clocks in a zone show a time, given as if it were UTC. */
export function instantOf(zone: string, wall: number): Date {
  const offset = (at: number) => wallClock(zone, new Date(at)).getTime() - at;
  const near = wall - offset(wall);
  return new Date(wall - offset(near));
}
