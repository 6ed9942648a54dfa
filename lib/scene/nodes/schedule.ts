import { z } from "zod";
import { heading, kind, surface } from "./node";

/**
 * The programme: repeats over the events the household is invited to. Who has no link sees only the main event,
 * unless the host shows all.
 */
export const schedule = kind({
  rank: "section",
  version: 1,
  props: z.strictObject({ heading, surface, publicEvents: z.enum(["main", "all"]) }),
  defaults: { heading: [], surface: "base" as const, publicEvents: "main" as const },
});
