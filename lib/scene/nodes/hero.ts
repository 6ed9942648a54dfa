import { z } from "zod";
import { eventRef, kind, surface } from "./node";

/** The first screen: a composition of elements that says who is invited to what, when and where. */
export const hero = kind({
  rank: "section",
  version: 1,
  props: z.strictObject({ event: eventRef, surface }),
  defaults: { event: null, surface: "base" as const },
});
