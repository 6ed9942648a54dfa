import { FONT_FILES } from "@/lib/scene/assets.generated";
import { contrast, luminance } from "@/lib/scene/contrast";
import { FACES, type Face, type FaceId } from "@/lib/scene/faces";
import { paletteOf } from "@/lib/scene/palettes";
import type { Palette, Surface, Theme } from "@/lib/scene/theme";
import { typePairOf, type Voice } from "@/lib/scene/type-pairs";

/** The colours of a mail in one light: the ground around it, the sheet, and the band that a poster begins with. */
export type MailColors = { ground: string; groundSoft: string; sheet: Surface; band: Surface };

/** How a voice is set in mails, which know neither variables nor most of CSS. */
export type MailVoice = {
  family: string;
  weight: number;
  bold: number;
  scale: number;
  tracking: string;
  leading: number;
  upper: boolean;
  slanted: boolean;
};

export type MailTheme = {
  layout: Theme["hero"];
  align: "center" | "left";
  control: Theme["control"];
  ornament: Theme["ornament"];
  light: MailColors;
  dark: MailColors;
  /** Decoration on the band, in both lights. */
  pops: string[];
  display: MailVoice;
  text: MailVoice;
  script: MailVoice;
  /** `@font-face` rules, for the clients that fetch fonts; the others show the next family. */
  fonts: string;
};

const FALLBACK = {
  serif: "Georgia,'Times New Roman',serif",
  sans: "'Helvetica Neue',Helvetica,Arial,sans-serif",
};

function voice(of: Voice): MailVoice {
  const face: Face = FACES[of.face];
  return {
    family: `'${face.family}',${FALLBACK[face.fallback]}`,
    weight: of.weight,
    bold: of.bold,
    scale: of.scale,
    tracking: `${of.tracking}em`,
    leading: of.leading,
    upper: of.upper ?? false,
    slanted: of.slanted ?? false,
  };
}

/** The latin files of the voices that a mail is set in; other scripts fall back to what the reader's machine has. */
function fontFaces(voices: Voice[], origin: string): string {
  const ids = new Set<FaceId>(
    voices.flatMap(({ face, italic, slanted }) => (slanted && italic ? [italic] : [face])),
  );
  return [...ids]
    .flatMap((id) => {
      const face: Face = FACES[id];
      const file = FONT_FILES[id]?.find(({ subset }) => subset === "latin");
      if (!file) return [];
      const style = face.style ? `font-style:${face.style};` : "";
      return `@font-face{font-family:'${face.family}';font-weight:${face.weight};${style}font-display:swap;src:url(${origin}${file.url}) format('woff2')}`;
    })
    .join("");
}

const isDark = (surface: Surface) => luminance(surface.bg) < 0.05;

/** A dark sheet of the same family: the palette's own dark surface, or its ink turned into paper. */
function darkSheet(palette: Palette): Surface {
  const dark = [palette.base, palette.bold].find(isDark);
  if (dark) return dark;
  const { base, bold } = palette;
  const bg = shade(base.ink, 0.72);
  const legible = (colors: string[]) => colors.find((color) => contrast(color, bg) >= 4.5) ?? base.bg;
  const brighter = [1, 1.2, 1.4, 1.7].map((by) => shade(base.accent, by));
  const accent = legible([bold.bg, ...brighter, ...palette.pops, bold.accent]);
  return {
    bg,
    ink: base.bg,
    soft: legible([base.line, base.bg]),
    line: shade(base.ink, 1.35),
    edge: base.edge,
    accent,
    onAccent: contrast(bg, accent) >= 4.5 ? bg : base.bg,
    error: base.error,
  };
}

/** A colour with its channels multiplied: below 1 darker, above 1 lighter. */
function shade(hex: string, by: number): string {
  const channel = (at: number) =>
    Math.min(255, Math.round(Number.parseInt(hex.slice(at, at + 2), 16) * by))
      .toString(16)
      .padStart(2, "0");
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}

/**
 * A site's design tokens as a mail can use them: literal colours for light and dark, families with the faces every
 * machine has behind them.
 *
 * @param origin where the site's fonts are served
 */
export function mailTheme(theme: Theme, origin: string): MailTheme {
  const palette = paletteOf(theme.palette);
  const pair = typePairOf(theme.type);
  const sheet = darkSheet(palette);
  const voices = [pair.display, pair.text, ...(pair.script ? [pair.script] : [])];
  return {
    layout: theme.hero,
    align: theme.align === "center" ? "center" : "left",
    control: theme.control,
    ornament: theme.ornament,
    light: { ground: palette.alt.bg, groundSoft: palette.alt.soft, sheet: palette.base, band: palette.bold },
    dark: { ground: shade(sheet.bg, 0.78), groundSoft: sheet.soft, sheet, band: palette.bold },
    pops: [...palette.pops, palette.bold.ink]
      .filter((color) => contrast(color, palette.bold.bg) >= 1.4)
      .slice(0, 3),
    display: voice(pair.display),
    text: voice(pair.text),
    script: voice(pair.script ?? pair.display),
    fonts: fontFaces(voices, origin),
  };
}
