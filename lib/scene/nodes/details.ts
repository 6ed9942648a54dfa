import { z } from "zod";
import { eventRef, heading, kind, surface } from "./node";

/** Good to know: a list of `detail` elements (dress code, gifts, children, parking). */
export const details = kind({
  rank: "section",
  version: 1,
  props: z.strictObject({ heading, surface, event: eventRef }),
  defaults: { heading: [], surface: "base" as const, event: null },
});
