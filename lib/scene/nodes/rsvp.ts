import { z } from "zod";
import { textSchema } from "../text";
import { heading, kind, surface } from "./node";

/** The answer. `form` is a form's id, or null for the project's open one, resolved when served. */
export const rsvp = kind({
  rank: "section",
  version: 1,
  props: z.strictObject({
    heading,
    surface,
    intro: textSchema,
    form: z.string().max(64).nullable(),
    /** What the two answers are called; empty: "Yes" and "No" in the page's language. */
    yes: z.string().max(60),
    no: z.string().max(60),
  }),
  defaults: { heading: [], surface: "base" as const, intro: [], form: null, yes: "", no: "" },
});
