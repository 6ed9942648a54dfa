import { z } from "zod";
import { eventRef, kind } from "./node";

/** When and where, set as a calendar line, as a ledger of labelled rows, or as a poster's big date. */
export const facts = kind({
  rank: "element",
  version: 1,
  props: z.strictObject({ event: eventRef, as: z.enum(["calendar", "ledger", "poster"]) }),
  defaults: { event: null, as: "calendar" as const },
});
