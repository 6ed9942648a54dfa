import { z } from "zod";
import { textSchema } from "../text";
import { kind } from "./node";

/** One labelled fact or wish; left out where its fields have no value ("Dress code" of an event without one). */
export const detail = kind({
  rank: "element",
  version: 1,
  props: z.strictObject({ label: textSchema, text: textSchema }),
  defaults: { label: [], text: [] },
});
