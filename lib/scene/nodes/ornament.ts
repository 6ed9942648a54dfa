import { z } from "zod";
import { kind } from "./node";

/** A drawing of the theme's ornament: a small rule, or its big figure. */
export const ornament = kind({
  rank: "element",
  version: 1,
  props: z.strictObject({ size: z.enum(["rule", "figure"]) }),
  defaults: { size: "rule" as const },
});
