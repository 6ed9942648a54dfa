import { expect, it } from "vitest";
import { gathered } from "./gather";

it("does in one piece what comes while the first is under way, and answers each when its own is done", async () => {
  const pieces: number[][] = [];
  const take = gathered<number>(async (items) => {
    pieces.push(items);
  }, 3);
  await Promise.all([1, 2, 3, 4, 5].map(take));
  expect(pieces).toEqual([[1], [2, 3, 4], [5]]);
});

it("lets one that fails fail alone", async () => {
  const done: number[] = [];
  const take = gathered<number>(async (items) => {
    if (items.includes(3)) throw new Error("three");
    done.push(...items);
  }, 10);
  const ends = await Promise.allSettled([1, 2, 3, 4].map(take));
  expect(ends.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
  expect(done).toEqual([1, 2, 4]);
  await take(5);
  expect(done).toContain(5);
});
