import { dayIn } from "./facts";

/** The pieces of a moment in its own time zone and in a language, for typographic use. */
export type DateParts = { weekday: string; day: string; month: string; year: string; time: string };

const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, timezone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale}|${timezone}|${JSON.stringify(options)}`;
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, { ...options, timeZone: timezone });
    formats.set(key, found);
  }
  return found;
}

const isEnglish = (locale: string) => /^en\b/i.test(locale);
const isAmerican = (locale: string) => /^en-(us|ph)\b/i.test(locale);

/** "3 pm", "3:30 pm" in English; the language's own short time elsewhere. */
export function formatTime(instant: string, timezone: string, locale: string): string {
  const at = new Date(instant);
  if (!isEnglish(locale)) {
    return format(locale, timezone, { hour: "numeric", minute: "2-digit" }).format(at);
  }
  const parts = format("en-US", timezone, { hour: "numeric", minute: "2-digit", hour12: true }).formatToParts(
    at,
  );
  const get = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  const minutes = get("minute") === "00" ? "" : `:${get("minute")}`;
  return `${get("hour")}${minutes} ${get("dayPeriod").toLowerCase()}`;
}

/** Weekday, day, month, year and time of an instant, each by itself. */
export function dateParts(instant: string, timezone: string, locale: string): DateParts {
  const at = new Date(instant);
  const one = (options: Intl.DateTimeFormatOptions) => format(locale, timezone, options).format(at);
  const piece = (type: "day" | "month" | "year") =>
    format(locale, timezone, { day: "numeric", month: "long", year: "numeric" })
      .formatToParts(at)
      .find((part) => part.type === type)?.value ?? "";
  return {
    weekday: one({ weekday: "long" }),
    day: piece("day"),
    month: piece("month"),
    year: piece("year"),
    time: formatTime(instant, timezone, locale),
  };
}

/** "Saturday, 12 June 2027" ("Saturday, June 12, 2027" in American English). */
export function formatDate(instant: string, timezone: string, locale: string): string {
  if (isEnglish(locale)) {
    const { weekday, day, month, year } = dateParts(instant, timezone, locale);
    return isAmerican(locale)
      ? `${weekday}, ${month} ${day}, ${year}`
      : `${weekday}, ${day} ${month} ${year}`;
  }
  return format(locale, timezone, { weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(
    new Date(instant),
  );
}

/** "12 June 2027", for deadlines. */
export function formatDay(instant: string, timezone: string, locale: string): string {
  if (isEnglish(locale)) {
    const { day, month, year } = dateParts(instant, timezone, locale);
    return isAmerican(locale) ? `${month} ${day}, ${year}` : `${day} ${month} ${year}`;
  }
  return format(locale, timezone, { day: "numeric", month: "long", year: "numeric" }).format(
    new Date(instant),
  );
}

/** A plain date (YYYY-MM-DD) as "Saturday, 12 June 2027". */
export function formatPlainDate(date: string, locale: string): string {
  return formatDate(`${date}T12:00:00Z`, "UTC", locale);
}

/** "Rome time" in English (the zone's city, IANA name); the language's generic name elsewhere. */
export function zoneName(timezone: string, locale: string, instant: string): string {
  if (timezone === "UTC" || timezone.startsWith("Etc/")) return "UTC";
  if (isEnglish(locale)) return `${(timezone.split("/").pop() ?? timezone).replaceAll("_", " ")} time`;
  const part = format(locale, timezone, { timeZoneName: "shortGeneric" })
    .formatToParts(new Date(instant))
    .find(({ type }) => type === "timeZoneName");
  return part?.value ?? timezone;
}

/** "Saturday, 12 June 2027, 3 pm (Rome time)". */
export function formatMoment(instant: string, timezone: string, locale: string): string {
  const zone = zoneName(timezone, locale, instant);
  return `${formatDate(instant, timezone, locale)}, ${formatTime(instant, timezone, locale)} (${zone})`;
}

/** "3 pm to 10 pm", or the end with its date when it falls on another day more than six hours past midnight. */
export function formatTimeRange(start: string, end: string | null, timezone: string, locale: string): string {
  const from = formatTime(start, timezone, locale);
  if (!end || Date.parse(end) <= Date.parse(start)) return from;
  const sameNight = Date.parse(end) - Date.parse(start) < 18 * 3_600_000;
  if (dayIn(start, timezone) === dayIn(end, timezone) || sameNight) {
    return `${from} – ${formatTime(end, timezone, locale)}`;
  }
  return `${from} – ${formatDate(end, timezone, locale)}, ${formatTime(end, timezone, locale)}`;
}
