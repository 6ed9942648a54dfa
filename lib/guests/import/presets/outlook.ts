import type { Preset } from "./preset";

/** Outlook's contacts. */
export const outlook: Preset = {
  key: "outlook",
  needs: ["first name", "last name", "e mail address", "mobile phone"],
  columns: [
    ["e mail( \\d)? address", "email"],
    ["(mobile|home|primary|business)( phone)?( 2)?", "phone"],
    ["home street", "street"],
    ["home city", "city"],
    ["home state", "region"],
    ["home postal code", "postalCode"],
    ["home country( region)?", "country"],
    ["categories", "tags"],
    [
      "(business|other|company|job|department|office|assistant|manager|spouse|account|anniversary|birthday|web|e mail).*",
      null,
    ],
  ],
  rest: null,
};
