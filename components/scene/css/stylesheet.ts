import type { Palette, Theme } from "@/lib/scene/theme";
import type { TypePair } from "@/lib/scene/type-pairs";
import { answer, controls, joys } from "./answer";
import { base, headings, papers, print, roles } from "./base";
import { dates, heroes } from "./hero";
import { always, layouts, ornaments, schedules, sections } from "./sections";
import { fontFaces, tokens } from "./tokens";

/** White space that CSS does not need, out. The sources hold no strings with double spaces or comments. */
export const squeeze = (css: string): string => css.replace(/\n\s*/g, "").trim();

/** The page's whole stylesheet: the tokens, and the rules of what the page uses and nothing else. */
export function stylesheet(options: {
  theme: Theme;
  palette: Palette;
  pair: TypePair;
  length: number;
  events: number;
  used: ReadonlySet<string>;
}): string {
  const { theme, palette, pair, length, events, used } = options;
  const ofUsed = (rules: Record<string, string>) =>
    Object.entries(rules)
      .filter(([key]) => used.has(key))
      .map(([, css]) => css)
      .join("");
  return squeeze(
    [
      fontFaces(pair),
      tokens(theme, palette, pair, length, used),
      base,
      ofUsed(roles),
      used.has("hero") ? heroes[theme.hero] : "",
      ofUsed(dates),
      used.has("notice") ? "" : headings[theme.heading] + (layouts[theme.section] ?? ""),
      used.has("schedule") ? schedules[theme.schedule] : "",
      ofUsed(sections),
      always,
      used.has("rsvp") || used.has("notice") ? answer(events) : "",
      controls[theme.control],
      used.has("rsvp") ? joys[theme.ornament] : "",
      ofUsed(ornaments),
      papers[theme.paper],
      used.has("notice") ? "" : print,
    ].join(""),
  );
}
