import type { FaceId } from "./faces";

/** How a voice is set: weight, tracking (em), leading, size against the scale's, and OpenType features. */
export type Voice = {
  face: FaceId;
  /** Faces for other scripts, tried in order after the first. */
  others: FaceId[];
  weight: number;
  bold: number;
  tracking: number;
  leading: number;
  scale: number;
  upper?: boolean;
  /** Display only: the width of an ordinary letter in em, as measured in Chromium (see measure.ts). */
  em?: number;
  italic?: FaceId;
  /** The whole voice is set in its italic. */
  slanted?: boolean;
};

export type TypePair = { id: string; name: string; display: Voice; text: Voice; script?: Voice };

const serif: FaceId[] = ["amiri", "frankRuhl"];
const sans: FaceId[] = ["readex", "rubikArabic"];
const party: FaceId[] = ["lalezar", "rubikArabic"];

const figtree: Voice = {
  face: "figtree",
  others: ["rubikArabic"],
  weight: 500,
  bold: 800,
  tracking: 0,
  leading: 1.5,
  scale: 1,
};

/** The pairs a host can choose from. */
export const TYPE_PAIRS: TypePair[] = [
  {
    id: "cormorant-pinyon",
    name: "Engraved",
    display: {
      face: "cormorant",
      others: serif,
      weight: 400,
      bold: 500,
      tracking: 0.005,
      em: 0.52,
      leading: 0.98,
      scale: 1,
    },
    text: {
      face: "cormorant",
      others: serif,
      weight: 500,
      bold: 700,
      tracking: 0.004,
      leading: 1.38,
      scale: 1.18,
      italic: "cormorantItalic",
    },
    script: { face: "pinyon", others: serif, weight: 400, bold: 400, tracking: 0, leading: 1.1, scale: 1.15 },
  },
  {
    id: "garamond",
    name: "Bookish",
    display: {
      face: "garamond",
      others: serif,
      weight: 400,
      bold: 500,
      tracking: -0.012,
      em: 0.5,
      leading: 1,
      scale: 0.92,
      italic: "garamondItalic",
      slanted: true,
    },
    text: {
      face: "garamond",
      others: serif,
      weight: 400,
      bold: 600,
      tracking: 0,
      leading: 1.42,
      scale: 1.08,
      italic: "garamondItalic",
    },
  },
  {
    id: "bodoni-jost",
    name: "Fashion plate",
    display: {
      face: "bodoni",
      others: serif,
      weight: 400,
      bold: 500,
      tracking: -0.02,
      em: 0.565,
      leading: 1.02,
      scale: 0.84,
    },
    text: { face: "jost", others: sans, weight: 400, bold: 600, tracking: 0.005, leading: 1.5, scale: 0.98 },
  },
  {
    id: "archivo",
    name: "Grotesque",
    display: {
      face: "archivo",
      others: sans,
      weight: 650,
      bold: 700,
      tracking: -0.045,
      em: 0.555,
      leading: 0.94,
      scale: 1,
    },
    text: {
      face: "archivo",
      others: sans,
      weight: 420,
      bold: 650,
      tracking: -0.005,
      leading: 1.45,
      scale: 0.98,
    },
  },
  {
    id: "instrument",
    name: "Editorial",
    display: {
      face: "instrumentSerif",
      others: serif,
      weight: 400,
      bold: 400,
      tracking: -0.025,
      em: 0.425,
      leading: 0.94,
      scale: 1.14,
    },
    text: {
      face: "instrumentSans",
      others: sans,
      weight: 430,
      bold: 650,
      tracking: 0,
      leading: 1.48,
      scale: 0.97,
    },
  },
  {
    id: "bricolage-hanken",
    name: "Workshop",
    display: {
      face: "bricolage",
      others: sans,
      weight: 700,
      bold: 800,
      tracking: -0.04,
      em: 0.59,
      leading: 0.95,
      scale: 0.98,
    },
    text: { face: "hanken", others: sans, weight: 420, bold: 700, tracking: 0, leading: 1.48, scale: 0.98 },
  },
  {
    id: "caprasimo-figtree",
    name: "Soft serve",
    display: {
      face: "caprasimo",
      others: party,
      weight: 400,
      bold: 400,
      tracking: -0.02,
      em: 0.665,
      leading: 0.95,
      scale: 0.94,
    },
    text: figtree,
  },
  {
    id: "anton-figtree",
    name: "Gig poster",
    display: {
      face: "anton",
      others: party,
      weight: 400,
      bold: 400,
      tracking: 0.002,
      em: 0.575,
      leading: 1.06,
      scale: 1.12,
      upper: true,
    },
    text: figtree,
  },
  {
    id: "unbounded-figtree",
    name: "Bubble",
    display: {
      face: "unbounded",
      others: party,
      weight: 800,
      bold: 900,
      tracking: -0.05,
      em: 0.81,
      leading: 1.02,
      scale: 0.7,
    },
    text: figtree,
  },
];

/** A type pair by id; the first of the catalogue for an id that left it. */
export function typePairOf(id: string): TypePair {
  return TYPE_PAIRS.find((pair) => pair.id === id) ?? (TYPE_PAIRS[0] as TypePair);
}

/** The faces a pair needs, each once; those at the front are on the first screen. */
export function facesOf(pair: TypePair): FaceId[] {
  const voices = [pair.display, pair.text, ...(pair.script ? [pair.script] : [])];
  const first = voices.map((voice) => (voice.slanted && voice.italic ? voice.italic : voice.face));
  const rest = voices.flatMap((voice) => [
    voice.face,
    ...(voice.italic ? [voice.italic] : []),
    ...voice.others,
  ]);
  return [...new Set([...first, ...rest])];
}
