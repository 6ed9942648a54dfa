import { z } from "zod";
import { kind, surface } from "./node";

/** A pause between sections, drawn with the theme's ornament. */
export const divider = kind({
  rank: "section",
  version: 1,
  props: z.strictObject({ surface }),
  defaults: { surface: "base" as const },
});
