import { expect, test } from "vitest";
import { contrast, contrastFindings } from "./contrast";
import { PALETTES } from "./palettes";
import { TEMPLATES } from "./templates/catalogue";
import { paletteSchema } from "./theme";
import { TYPE_PAIRS } from "./type-pairs";

test("the ratio is WCAG's", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});

test.each(PALETTES)("$id reads well on all of its grounds (AA)", (palette) => {
  expect(paletteSchema.safeParse(palette).success).toBe(true);
  expect(contrastFindings(palette)).toEqual([]);
});

test("templates offer only what the catalogues hold", () => {
  for (const template of TEMPLATES) {
    for (const id of template.palettes) expect(PALETTES.some((palette) => palette.id === id)).toBe(true);
    for (const id of template.typePairs) expect(TYPE_PAIRS.some((pair) => pair.id === id)).toBe(true);
  }
});
