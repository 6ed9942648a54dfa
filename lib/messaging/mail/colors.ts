import type { MailColors, MailTheme } from "./theme";

// One class a colour: what is set inline for the light is set again for the dark, which only a stylesheet can say.
const backgrounds: Record<string, (c: MailColors) => string> = {
  "bg-ground": (c) => c.ground,
  "bg-sheet": (c) => c.sheet.bg,
  "bg-band": (c) => c.band.bg,
  "bg-accent": (c) => c.sheet.accent,
  "bg-pop": (c) => c.band.accent,
};
const inks: Record<string, (c: MailColors) => string> = {
  "c-around": (c) => c.groundSoft,
  "c-ink": (c) => c.sheet.ink,
  "c-soft": (c) => c.sheet.soft,
  "c-accent": (c) => c.sheet.accent,
  "bg-accent": (c) => c.sheet.onAccent,
  "c-band": (c) => c.band.ink,
  "c-band-soft": (c) => c.band.soft,
  "bg-pop": (c) => c.band.onAccent,
};
const borders: Record<string, (c: MailColors) => string> = {
  "b-line": (c) => c.sheet.line,
  "b-ink": (c) => c.sheet.ink,
  "b-accent": (c) => c.sheet.accent,
  "bg-accent": (c) => c.sheet.accent,
};

/** The stylesheet of a mail: fonts, what a phone needs, and the dark. Gmail reads neither fonts nor the dark. */
export function mailStyle({ fonts, dark }: MailTheme): string {
  const rules = (prefix: string) => [
    ...Object.entries(backgrounds).map(
      ([name, of]) => `${prefix}.${name}{background-color:${of(dark)}!important}`,
    ),
    ...Object.entries(inks).map(([name, of]) => `${prefix}.${name}{color:${of(dark)}!important}`),
    ...Object.entries(borders).map(([name, of]) => `${prefix}.${name}{border-color:${of(dark)}!important}`),
  ];
  return [
    fonts,
    ":root{color-scheme:light dark;supported-color-schemes:light dark}",
    "a{color:inherit}",
    "@media (max-width:480px){.pad{padding-left:22px!important;padding-right:22px!important}.title{font-size:var(--phone)!important}}",
    // The cell that react-email puts into the body carries the body's colour inline, and no class.
    `@media (prefers-color-scheme:dark){${rules("").join("")}body>table>tbody>tr>td{background-color:${dark.ground}!important}}`,
    // Outlook on the web marks what it has darkened.
    rules("[data-ogsc] ").join(""),
  ].join("\n");
}
