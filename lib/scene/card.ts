import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Font } from "fontkit";
import { FONT_FILES } from "./assets.generated";
import { formatDate, formatPlainDate } from "./dates";
import type { FaceId } from "./faces";
import { type Facts, mainEvent } from "./facts";
import { escapeHtml } from "./html";
import { paletteOf } from "./palettes";
import type { Scene } from "./scene";
import { type TypePair, typePairOf, type Voice } from "./type-pairs";

/** The size that chats and networks ask for (ogp.me; 1.91 to 1), in pixels. */
const [WIDTH, HEIGHT] = [1200, 630];
/** How wide words may be beside each ornament, in pixels. */
const WIDEST = { sprig: 760, arcs: 640, rays: 900, none: 960 };

const fonts = new Map<string, Promise<Font>>();

/** A font file of the page, read once a process. */
function fontAt(url: string): Promise<Font> {
  let font = fonts.get(url);
  if (!font) {
    font = Promise.all([import("fontkit"), readFile(join(process.cwd(), "public", url))]).then(
      ([fontkit, bytes]) => fontkit.create(bytes) as Font,
    );
    fonts.set(url, font);
  }
  return font;
}

const fontsOf = ({ face, others }: Voice): Promise<Font[]> =>
  Promise.all(
    [face, ...others].flatMap((id: FaceId) => (FONT_FILES[id] ?? []).map(({ url }) => fontAt(url))),
  );

type Line = { width: number; draw: (x: number, y: number, size: number) => string };

/** A line of text as outlines, each letter in the first face that has it: no font of the machine is asked for. */
function lineOf(text: string, faces: Font[], tracking: number): Line {
  const runs: { font: Font; text: string }[] = [];
  for (const letter of text) {
    const font = faces.find((one) => one.hasGlyphForCodePoint(letter.codePointAt(0)!));
    const last = runs.at(-1);
    // A space belongs to the run it ends; a letter that no face has is left out.
    if (last && (last.font === font || letter === " ")) last.text += letter;
    else if (font) runs.push({ font, text: letter });
  }
  const laid = runs.map(({ font, text: part }) => ({ font, run: font.layout(part) }));
  const width = laid.reduce(
    (sum, { font, run }) => sum + run.advanceWidth / font.unitsPerEm + run.glyphs.length * tracking,
    0,
  );
  const draw = (x: number, y: number, size: number) => {
    let out = "";
    let at = x;
    for (const { font, run } of laid) {
      const scale = size / font.unitsPerEm;
      run.glyphs.forEach((glyph, index) => {
        const place = run.positions[index]!;
        const [dx, dy] = [at + place.xOffset * scale, y - place.yOffset * scale];
        out += `<path transform="translate(${dx.toFixed(2)} ${dy.toFixed(2)}) scale(${scale} ${-scale})" d="${glyph.path.toSVG()}"/>`;
        at += place.xAdvance * scale + tracking * size;
      });
    }
    return out;
  };
  return { width, draw };
}

/** A title in two lines, broken where they come out most alike; null where there is nothing to break. */
function inTwo(title: string): string[] | null {
  const words = title.split(/\s+/).filter(Boolean);
  const cuts = words
    .slice(1)
    .map((_, at) => [words.slice(0, at + 1).join(" "), words.slice(at + 1).join(" ")]);
  const longest = (lines: string[]) => Math.max(...lines.map(({ length }) => length));
  return cuts.sort((one, two) => longest(one) - longest(two))[0] ?? null;
}

async function ornamentOf(scene: Scene): Promise<string> {
  const [{ renderToStaticMarkup }, { createElement }, { ArcsFigure }, { RaysFigure }, { SprigFigure }] =
    await Promise.all([
      import("react-dom/server"),
      import("react"),
      import("@/components/scene/ornaments/arcs"),
      import("@/components/scene/ornaments/rays"),
      import("@/components/scene/ornaments/sprig"),
    ]);
  const figures = { arcs: ArcsFigure, rays: RaysFigure, sprig: SprigFigure, none: null };
  const places: Record<string, string> = {
    arcs: 'x="730" y="-90" width="700" height="700"',
    rays: 'x="0" y="-200" width="1200" height="1200"',
    conf: 'x="890" y="20" width="290" height="290"',
    "sprig-l": 'x="10" y="40" width="230" height="550"',
  };
  const figure = figures[scene.theme.ornament];
  if (!figure) return "";
  const drawn = renderToStaticMarkup(createElement(figure)).replace(
    /<svg class="([\w-]+)"/g,
    (_, name: string) => `<svg class="${name}" ${places[name] ?? ""}`,
  );
  if (scene.theme.ornament !== "sprig") return drawn;
  // The page mirrors its second branch by style.
  const [branch = ""] = /<svg.*?<\/svg>/s.exec(drawn) ?? [];
  return `${branch}<g transform="translate(${WIDTH} 0) scale(-1 1)">${branch}</g>`;
}

/**
 * Draws the image that chats and networks show beside a link to a site: the occasion's name, day and place in the site's
 * colours, type and ornament.
 *
 * @returns a PNG of 1200 × 630, far below the 300 KB that chats take
 */
export async function drawCard(scene: Scene, facts: Facts, locale: string): Promise<Buffer> {
  const pair: TypePair = typePairOf(scene.theme.type);
  const palette = paletteOf(scene.theme.palette);
  const { bg, ink, soft, accent, line } = palette.base;
  const [display, text, ornament] = await Promise.all([
    fontsOf(pair.display),
    fontsOf(pair.text),
    ornamentOf(scene),
  ]);
  const event = mainEvent(facts);
  const day = event
    ? formatDate(event.startsAt, event.timezone, locale)
    : facts.project.eventDate && formatPlainDate(facts.project.eventDate, locale);
  const upper = (words: string, on?: boolean) => (on ? words.toLocaleUpperCase(locale) : words);
  const widest = WIDEST[scene.theme.ornament];
  const sizeFor = (lines: Line[], most: number) =>
    Math.min(most, widest / Math.max(...lines.map(({ width }) => width), 1));
  const set = (lines: string[]) => lines.map((one) => lineOf(one, display, pair.display.tracking));
  const title = upper(facts.project.name.trim(), pair.display.upper);
  const [one, two] = [set([title]), inTwo(title)];
  const titles = two && sizeFor(one, 150) < 112 ? set(two) : one;
  const notes = [day, event?.venueName]
    .filter((one): one is string => Boolean(one))
    .map((one) => lineOf(upper(one, pair.text.upper), text, pair.text.tracking));
  const size = sizeFor(titles, titles.length > 1 ? 128 : 150);
  const noteSize = sizeFor(notes, 34);
  const height = titles.length * size * 1.05 + (notes.length > 0 ? 30 + notes.length * noteSize * 1.5 : 0);
  const isCentered = scene.theme.align === "center";
  const left = (one: Line, at: number) => (isCentered ? (WIDTH - one.width * at) / 2 : 96);
  let y = (HEIGHT - height) / 2 + size * 0.8;
  let words = `<g fill="${ink}">`;
  for (const one of titles) {
    words += one.draw(left(one, size), y, size);
    y += size * 1.05;
  }
  y += 30 - size * 0.8 + noteSize;
  words += `</g><g fill="${soft}">`;
  for (const one of notes) {
    words += one.draw(left(one, noteSize), y, noteSize);
    y += noteSize * 1.5;
  }
  const [p1, p2, p3] = palette.pops;
  const veil = scene.theme.ornament === "rays" ? 0.12 : scene.theme.ornament === "arcs" ? 0.9 : 1;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">
<style>.p1{fill:${p1}}.p2{fill:${p2}}.p3{fill:${p3}}.ln{fill:none}.p1.ln{stroke:${p1}}.p2.ln{stroke:${p2}}.p3.ln{stroke:${p3}}.rays{opacity:${veil}}</style>
<title>${escapeHtml(facts.project.name)}</title><rect width="${WIDTH}" height="${HEIGHT}" fill="${bg}"/>
<g color="${accent}" opacity="${veil === 0.12 ? 1 : veil}">${ornament}</g>
<rect x="20.5" y="20.5" width="${WIDTH - 41}" height="${HEIGHT - 41}" fill="none" stroke="${line}"/>${words}</g></svg>`;
  const { default: sharp } = await import("sharp");
  return sharp(Buffer.from(svg)).png({ palette: true, compressionLevel: 9 }).toBuffer();
}
