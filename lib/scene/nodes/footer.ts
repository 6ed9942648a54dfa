import { z } from "zod";
import { kind, surface } from "./node";

/** The last lines. */
export const footer = kind({
  rank: "section",
  version: 1,
  props: z.strictObject({ surface }),
  defaults: { surface: "base" as const },
});
