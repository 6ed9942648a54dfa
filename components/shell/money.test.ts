import { expect, it } from "vitest";
import { moneyOf } from "./money";

it("an amount of minor units is written as its currency does", () => {
  const written = (amount: number, currency: string) => moneyOf({ amount, currency });
  expect(written(1_900, "EUR")).toBe("€19");
  expect(written(75, "EUR")).toBe("€0.75");
  expect(written(7.5, "EUR")).toBe("€0.08");
  expect(written(0, "EUR")).toBe("€0");
  expect(written(500, "JPY")).toBe("¥500");
  expect(written(1_500, "KWD")).toMatch(/1\.500$/);
});
