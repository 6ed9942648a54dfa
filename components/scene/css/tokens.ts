import { FONT_FILES } from "@/lib/scene/assets.generated";
import { luminance } from "@/lib/scene/contrast";
import { FACES, type Face, type FaceId } from "@/lib/scene/faces";
import type { Palette, Surface, Theme } from "@/lib/scene/theme";
import { facesOf, type TypePair, type Voice } from "@/lib/scene/type-pairs";

const round = (value: number) => Math.round(value * 1000) / 1000;

// Metrics of the faces that stand in until a font has loaded: Times New Roman and Arial (and their metric twins).
const STAND_INS = {
  serif: { width: 832 / 2048, local: ["Times New Roman", "Liberation Serif", "Tinos", "Noto Serif"] },
  sans: { width: 913 / 2048, local: ["Arial", "Liberation Sans", "Arimo", "Roboto"] },
};

const faceOf = (id: FaceId): Face => FACES[id];

/** A system face stretched to the room of the real one, so that nothing moves when it arrives (CSS Fonts 5). */
function standIn(face: Face): string {
  if (!face.metrics) return "";
  const [units, ascent, descent, width] = face.metrics;
  const base = STAND_INS[face.fallback];
  const size = width / units / base.width;
  const percent = (value: number) => `${round(value * 100)}%`;
  const src = base.local.map((name) => `local("${name}")`).join(",");
  return `@font-face{font-family:"${face.family} f";src:${src};size-adjust:${percent(size)};ascent-override:${percent(ascent / units / size)};descent-override:${percent(descent / units / size)};line-gap-override:0%}`;
}

/** The `@font-face` rules of a type pair, each family's stand-in once. */
export function fontFaces(pair: TypePair): string {
  const families = new Set<string>();
  let out = "";
  for (const id of facesOf(pair)) {
    const face = faceOf(id);
    for (const { url, range } of FONT_FILES[id] ?? []) {
      out += `@font-face{font-family:"${face.family}";font-weight:${face.weight};${face.style ? `font-style:${face.style};` : ""}font-display:swap;src:url(${url}) format("woff2");unicode-range:${range}}`;
    }
    if (!families.has(face.family)) out += standIn(face);
    families.add(face.family);
  }
  return out;
}

/** The files to fetch with the page: the latin ones of the first screen's voices. */
export function preloads(pair: TypePair): string[] {
  const voices = [pair.display, pair.text, ...(pair.script ? [pair.script] : [])];
  const ids = voices.map((voice) => (voice.slanted && voice.italic ? voice.italic : voice.face));
  return [...new Set(ids)].flatMap(
    (id) => FONT_FILES[id]?.find(({ subset }) => subset === "latin")?.url ?? [],
  );
}

function stack(voice: Voice): string {
  const face = faceOf(voice.face);
  const names = [face.family, ...voice.others.map((id) => faceOf(id).family)].map((name) => `"${name}"`);
  return [...names, `"${face.family} f"`, face.fallback === "serif" ? "serif" : "sans-serif"].join(",");
}

const surfaceVars = (surface: Surface) =>
  `--bg:${surface.bg};--ink:${surface.ink};--soft:${surface.soft};--line:${surface.line};--edge:${surface.edge};--accent:${surface.accent};--onAccent:${surface.onAccent};--error:${surface.error}`;

const RHYTHM = {
  airy: "clamp(4.4rem,11vw,8.5rem)",
  measured: "clamp(3.4rem,8vw,6.5rem)",
  tight: "clamp(2.8rem,6vw,5rem)",
};

const WIDTH = { stack: "46rem", aside: "84rem", bands: "74rem" };

export const isDark = (palette: Palette): boolean => luminance(palette.base.bg) < 0.2;

/**
 * The custom properties of a theme. `length` is how many characters the headline's longest line needs: it sizes the
 * headline to its measure, so that a name of 4 and one of 40 letters both fill it.
 */
export function tokens(
  theme: Theme,
  palette: Palette,
  pair: TypePair,
  length: number,
  used: ReadonlySet<string>,
): string {
  const { display, text, script } = pair;
  const italic = display.slanted ? "italic" : "normal";
  const root = [
    `--d:${stack(display)}`,
    `--t:${stack(text)}`,
    `--s:${script ? stack(script) : stack(display)}`,
    `--dw:${display.weight}`,
    `--dk:${display.tracking}em`,
    `--dl:${display.leading}`,
    `--ds:${display.scale}`,
    `--dst:${italic}`,
    `--ss:${script ? "normal" : "italic"}`,
    `--du:${display.upper ? "uppercase" : "none"}`,
    `--tw:${text.weight}`,
    `--tb:${text.bold}`,
    `--tk:${text.tracking}em`,
    `--tl:${text.leading}`,
    `--ts:${text.scale}`,
    `--cw:${display.em ?? 0.55}`,
    `--len:${length}`,
    `--r:${RHYTHM[theme.rhythm]}`,
    `--w:${WIDTH[theme.section]}`,
    `--px:${theme.hero === "card" ? "1.75rem" : "1.25rem"}`,
    `--p1:${palette.pops[0]}`,
    `--p2:${palette.pops[1]}`,
    `--p3:${palette.pops[2]}`,
  ].join(";");
  const surfaces = (["base", "alt", "bold"] as const)
    .filter((name) => name === "base" || used.has(`b-${name}`))
    .map((name) => `.b-${name}{${surfaceVars(palette[name])}}`)
    .join("");
  const wide = theme.hero === "card" ? "" : "@media (min-width:60rem){:root{--px:2.25rem}}";
  return `:root{${root}}${wide}html{color-scheme:${isDark(palette) ? "dark" : "only light"};background:${palette.base.bg}}${surfaces}`;
}
