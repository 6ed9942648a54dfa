import { expect, it } from "vitest";
import { actionParts, changesOf, nameIn } from "./changes";

it("shows what differs, field by field, and nothing that every change touches", () => {
  const before = { id: "1", name: "Ada", tags: ["a"], address: { city: "Rome" }, version: 1, updatedAt: "x" };
  const after = {
    id: "1",
    name: "Ada V.",
    tags: ["a", "b"],
    address: { city: "Rome" },
    version: 2,
    updatedAt: "y",
  };
  expect(changesOf(before, after)).toEqual([
    { field: "name", before: "Ada", after: "Ada V." },
    { field: "tags", before: "a", after: "a, b" },
  ]);
  expect(changesOf(null, { name: "New" })).toEqual([{ field: "name", before: null, after: "New" }]);
  expect(changesOf(null, null)).toEqual([]);
  const [was, is] = [[{ firstName: "Bo", answers: {} }], [{ firstName: "Bo", answers: { meal: "fish" } }]];
  expect(changesOf({ responses: was }, { responses: is })).toEqual([
    { field: "responses.1.answers.meal", before: null, after: "fish" },
  ]);
});

it("names what an entry is about by either side of it", () => {
  expect(nameIn({ firstName: "Maja", lastName: "Holm" }, null)).toBe("Maja Holm");
  expect(nameIn(null, { rows: 3 })).toBeNull();
  const responses = [{ firstName: "Maja", lastName: "Holm" }, { firstName: "Bo" }];
  expect(nameIn(null, { responses })).toBe("Maja Holm, Bo");
});

it("parts an action into what it was done to and what was done", () => {
  expect(actionParts("site_version.rolled_back")).toEqual({ kind: "siteVersion", deed: "rolled back" });
});
