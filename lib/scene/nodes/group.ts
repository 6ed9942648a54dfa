import { z } from "zod";
import { kind } from "./node";

/** Elements kept together, one under the other or side by side where there is room. */
export const group = kind({
  rank: "group",
  version: 1,
  props: z.strictObject({ layout: z.enum(["stack", "row"]) }),
  defaults: { layout: "stack" as const },
});
