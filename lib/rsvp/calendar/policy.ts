/** One entry of a calendar file. Times are RFC 3339. */
export type CalendarEntry = {
  /** Stays the same for the same event, whatever is changed of it. */
  uid: string;
  /** Rises with every change of the event (RFC 5545 §3.8.7.4). */
  sequence: number;
  title: string;
  startsAt: string;
  endsAt: string | null;
  location: string | null;
  description: string | null;
  url: string | null;
};

const utc = (instant: string) => `${new Date(instant).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;

/** Text as RFC 5545 §3.3.11 writes it; control characters that a calendar cannot hold are left out. */
const escapeText = (text: string) =>
  text
    .replace(/\r\n?/g, "\n")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is left out
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, " ")
    .replace(/[\\;,]/g, "\\$&")
    .replaceAll("\n", "\\n");

/** A content line in pieces of at most 75 octets (RFC 5545 §3.1), never through the middle of a character. */
function fold(line: string): string {
  let out = "";
  let size = 0;
  for (const character of line) {
    const bytes = Buffer.byteLength(character);
    if (size + bytes > 75) {
      out += "\r\n ";
      size = 1;
    }
    out += character;
    size += bytes;
  }
  return out;
}

/**
 * A calendar file (iCalendar, RFC 5545) that a guest adds to their own: METHOD:PUBLISH, times in UTC, which every
 * calendar shows in its own zone.
 *
 * @param now when the file is made (DTSTAMP)
 */
export function calendarFile(name: string, entries: readonly CalendarEntry[], now: Date): string {
  const text = (property: string, value: string | null) =>
    value ? [`${property}:${escapeText(value)}`] : [];
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//EIOS//Invitation//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    ...text("X-WR-CALNAME", name),
    ...entries.flatMap((entry) => [
      "BEGIN:VEVENT",
      `UID:${entry.uid}`,
      `DTSTAMP:${utc(now.toISOString())}`,
      `SEQUENCE:${entry.sequence}`,
      `DTSTART:${utc(entry.startsAt)}`,
      ...(entry.endsAt ? [`DTEND:${utc(entry.endsAt)}`] : []),
      ...text("SUMMARY", entry.title),
      ...text("LOCATION", entry.location),
      ...text("DESCRIPTION", entry.description),
      ...(entry.url ? [`URL:${entry.url}`] : []),
      "STATUS:CONFIRMED",
      "TRANSP:OPAQUE",
      "END:VEVENT",
    ]),
    "END:VCALENDAR",
  ];
  return `${lines.map(fold).join("\r\n")}\r\n`;
}
