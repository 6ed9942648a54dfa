import { z } from "zod";
import { textSchema } from "../text";
import { kind } from "./node";

/** "Dear Anna and Ben": shown where its fields have values or fallbacks. `label` stands before it in a ledger. */
export const greeting = kind({
  rank: "element",
  version: 1,
  props: z.strictObject({ label: z.string().max(60), text: textSchema }),
  defaults: { label: "", text: [{ field: "household.name" as const }] },
});
