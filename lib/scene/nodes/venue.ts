import { z } from "zod";
import { eventRef, heading, kind, surface } from "./node";

/** Where it is, with a way to the map; children say how to get there. */
export const venue = kind({
  rank: "section",
  version: 1,
  props: z.strictObject({ heading, surface, event: eventRef, mapLink: z.boolean() }),
  defaults: { heading: [], surface: "base" as const, event: null, mapLink: true },
});
