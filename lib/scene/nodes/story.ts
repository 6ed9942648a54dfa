import { z } from "zod";
import { heading, kind, surface } from "./node";

/** A passage of words. */
export const story = kind({
  rank: "section",
  version: 1,
  props: z.strictObject({ heading, surface }),
  defaults: { heading: [], surface: "base" as const },
});
