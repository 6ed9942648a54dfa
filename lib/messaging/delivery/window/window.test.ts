import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { opensAt } from "./policy";

const day = { start: "09:00", end: "20:00" };
const night = { start: "22:00", end: "06:00" };
const at = (iso: string) => new Date(iso);

describe("the hours in which people may be written to", () => {
  it("are those of the recipient's own clock", () => {
    expect(opensAt(day, "Europe/Rome", at("2027-06-01T10:00:00Z"))).toBeNull();
    expect(opensAt(day, "America/New_York", at("2027-06-01T10:00:00Z"))).toEqual(at("2027-06-01T13:00:00Z"));
    expect(opensAt(day, "Asia/Tokyo", at("2027-06-01T12:00:00Z"))).toEqual(at("2027-06-02T00:00:00Z"));
    expect(opensAt(night, "UTC", at("2027-06-01T23:30:00Z"))).toBeNull();
    expect(opensAt(night, "UTC", at("2027-06-01T06:00:00Z"))).toEqual(at("2027-06-01T22:00:00Z"));
    expect(opensAt(null, "UTC", at("2027-06-01T03:00:00Z"))).toBeNull();
  });

  it("follow clocks that are put forward and back, also over the opening itself", () => {
    expect(opensAt(day, "Europe/Rome", at("2027-03-27T22:00:00Z"))).toEqual(at("2027-03-28T07:00:00Z"));
    expect(opensAt(day, "Europe/Rome", at("2027-10-30T22:00:00Z"))).toEqual(at("2027-10-31T08:00:00Z"));
    // 02:30 is left out on that night: it opens at 03:00, which is 01:00 in UTC.
    const gap = opensAt({ start: "02:30", end: "05:00" }, "Europe/Rome", at("2027-03-28T00:00:00Z"))!;
    expect(gap >= at("2027-03-28T00:30:00Z") && gap < at("2027-03-28T03:00:00Z")).toBe(true);
  });

  it("open within a day and a bit, and are open then", () => {
    const time = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 15, 30, 45))
      .map(([h, m]) => `${String(h).padStart(2, "0")}:${String(m).padStart(2, "0")}`);
    const zone = fc.constantFrom(
      "Europe/Rome",
      "America/St_Johns",
      "Asia/Kathmandu",
      "Pacific/Apia",
      "Australia/Lord_Howe",
    );
    const moment = fc.integer({ min: 1_790_000_000, max: 1_890_000_000 }).map((s) => new Date(s * 1_000));
    fc.assert(
      fc.property(time, time, zone, moment, (start, end, place, now) => {
        const next = opensAt({ start, end }, place, now);
        if (next === null) return;
        expect(next > now && next.getTime() - now.getTime() < 26 * 3_600_000).toBe(true);
        expect(opensAt({ start, end }, place, next)).toBeNull();
      }),
    );
  });
});
