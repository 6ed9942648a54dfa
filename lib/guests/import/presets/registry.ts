import { googleContacts } from "./google-contacts";
import { luma } from "./luma";
import { outlook } from "./outlook";
import { partiful } from "./partiful";
import type { Preset } from "./preset";
import { tito } from "./tito";
import { zolaGuests } from "./zola-guests";
import { zolaRsvps } from "./zola-rsvps";

/** In the order they are tried: the one with the most particular headings first. */
export const presets: readonly Preset[] = [
  zolaGuests,
  tito,
  luma,
  partiful,
  googleContacts,
  outlook,
  zolaRsvps,
];
