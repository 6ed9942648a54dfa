import { z } from "zod";
import { kind } from "./node";

/** Initials in the theme's ornament; empty: taken from the project's name ("Chiara & Thomas" gives C and T). */
export const monogram = kind({
  rank: "element",
  version: 1,
  props: z.strictObject({ initials: z.string().max(5) }),
  defaults: { initials: "" },
});
