import { describe, expect, it } from "vitest";
import { daysUntil, instantAt, localInput } from "./moments";

describe("wall-clock times", () => {
  it("become the instant of their own zone, in summer and winter", () => {
    expect(instantAt("2027-06-12", "15:00", "Europe/Rome")).toBe("2027-06-12T13:00:00.000Z");
    expect(instantAt("2027-12-12", "15:00", "Europe/Rome")).toBe("2027-12-12T14:00:00.000Z");
    expect(instantAt("2027-06-12", "00:30", "Pacific/Auckland")).toBe("2027-06-11T12:30:00.000Z");
  });

  it("survive the nights on which the clocks change", () => {
    expect(instantAt("2027-03-28", "03:30", "Europe/Rome")).toBe("2027-03-28T01:30:00.000Z");
    expect(instantAt("2027-03-28", "01:30", "Europe/Rome")).toBe("2027-03-28T00:30:00.000Z");
    expect(instantAt("2027-10-31", "04:00", "Europe/Rome")).toBe("2027-10-31T03:00:00.000Z");
  });

  it("return as they were typed", () => {
    for (const zone of ["America/New_York", "Asia/Kathmandu", "UTC", "Australia/Lord_Howe"]) {
      expect(localInput(instantAt("2027-06-12", "15:05", zone), zone)).toBe("2027-06-12T15:05");
    }
  });
});

describe("days until a date", () => {
  it("count calendar days, whatever the hour", () => {
    expect(daysUntil("2027-06-12", new Date(2027, 5, 11, 23, 59))).toBe(1);
    expect(daysUntil("2027-06-12", new Date(2027, 5, 12, 0, 1))).toBe(0);
    expect(daysUntil("2027-06-12", new Date(2027, 5, 13, 12))).toBe(-1);
  });
});
