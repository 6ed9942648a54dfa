import { expect, it } from "vitest";
import { unstorable } from "./text";

it("text that nothing can keep is found wherever it hides, and only that", () => {
  expect(unstorable({ a: "ok 👰🏽‍♀️ \u202e", b: [1, null, true, { c: "é" }] })).toEqual([]);
  for (const plain of [undefined, null, 1, new Date(), {}]) expect(unstorable(plain)).toEqual([]);
  expect(unstorable({ a: { b: ["x", "\ud800"] } })).toEqual(["a.b.1"]);
  expect(unstorable({ a: { "b\0": 1 } })).toEqual(["a"]);
  expect(unstorable("\udc00\ud800")).toEqual([""]);
  expect(unstorable(Array(50).fill("\0"))).toHaveLength(10);
  let deep: unknown = 1;
  for (let n = 0; n < 100_000; n++) deep = [deep];
  expect(unstorable(deep)).toHaveLength(1);
});
