import { translator } from "@/lib/i18n";
import type { Refusal } from "./limits";
import type { Reason } from "./reasons";

/** A reason as a sentence, for the report and the file of rejected rows. */
export function sentenceOf({ code, column = "", value = "", row = 0 }: Reason): string {
  return translator("guests")(`importReasons.${code}`, { column, value, row });
}

/** Why a file is no list, as a sentence. */
export const refusalOf = (reason: Refusal): string => translator("guests")(`importRefused.${reason}`);
