import { z } from "zod";
import { kind } from "./node";

/** The first two buttons of the answer (their words are the RSVP section's); after answering, what was said. */
export const answer = kind({
  rank: "element",
  version: 1,
  props: z.strictObject({}),
  defaults: {},
});
