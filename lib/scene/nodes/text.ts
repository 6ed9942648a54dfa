import { z } from "zod";
import { textSchema } from "../text";
import { kind } from "./node";

/** Words with a voice: `title` is the page's one headline, `script` the theme's handwriting. */
export const text = kind({
  rank: "element",
  version: 1,
  props: z.strictObject({
    role: z.enum(["eyebrow", "title", "lead", "body", "note", "script"]),
    text: textSchema,
  }),
  defaults: { role: "body" as const, text: [] },
});
