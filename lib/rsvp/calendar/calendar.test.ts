import fc from "fast-check";
import { expect, it } from "vitest";
import { type CalendarEntry, calendarFile } from "./policy";

const entry: CalendarEntry = {
  uid: "event@eios",
  sequence: 2,
  title: "Dinner",
  startsAt: "2027-06-12T19:00:00+02:00",
  endsAt: null,
  location: null,
  description: null,
  url: "http://ada.localhost/i/token",
};
const now = new Date("2027-01-01T00:00:00.123Z");

/** Reads content lines back, unfolded (RFC 5545 §3.1) and unescaped (§3.3.11). */
const read = (file: string) =>
  file
    .replaceAll("\r\n ", "")
    .split("\r\n")
    .map((line) => {
      const at = line.indexOf(":");
      const value = line.slice(at + 1).replace(/\\(.)/g, (_, sign) => (sign === "n" ? "\n" : sign));
      return [line.slice(0, at), value] as const;
    });

it("says times in UTC, and how often an event was changed", () => {
  const lines = Object.fromEntries(read(calendarFile("Ada & Luca", [entry], now)));
  expect(lines).toMatchObject({
    DTSTAMP: "20270101T000000Z",
    DTSTART: "20270612T170000Z",
    UID: "event@eios",
    SEQUENCE: "2",
    METHOD: "PUBLISH",
    URL: entry.url,
  });
  expect(lines).not.toHaveProperty("DTEND");
});

it("gives every text back as it was, in lines of at most 75 octets, whatever it contains", () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a calendar cannot hold them
  const printable = (text: string) => text.toWellFormed().replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, " ");
  fc.assert(
    fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 300 }), (text) => {
      const title = printable(text);
      const file = calendarFile("x", [{ ...entry, title, description: title }], now);
      for (const line of file.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      const lines = Object.fromEntries(read(file));
      expect(lines.SUMMARY).toBe(title);
      expect(lines.DESCRIPTION).toBe(title);
    }),
  );
});
