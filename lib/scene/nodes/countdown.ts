import { z } from "zod";
import { eventRef, kind } from "./node";

/** The days that are left. */
export const countdown = kind({
  rank: "element",
  version: 1,
  props: z.strictObject({ event: eventRef }),
  defaults: { event: null },
});
