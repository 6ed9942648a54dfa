/**
 * A font file: its package, its file there (`{subset}` filled in), weights, and the metrics that make a system
 * face take the same room before it has loaded (units per em, ascent, descent, average width of lower case).
 */
export type Face = {
  family: string;
  package: string;
  file: string;
  weight: string;
  style?: "italic";
  subsets: ("latin" | "latin-ext" | "arabic" | "hebrew")[];
  fallback: "serif" | "sans";
  metrics?: [unitsPerEm: number, ascent: number, descent: number, xWidthAvg: number];
};

const LATIN: Face["subsets"] = ["latin", "latin-ext"];
const variable = (name: string) => `@fontsource-variable/${name}`;

/** Every face that a type pair uses, by a short id. */
export const FACES = {
  cormorant: {
    family: "Cormorant",
    package: variable("cormorant"),
    file: "cormorant-{subset}-wght-normal",
    weight: "300 700",
    subsets: LATIN,
    fallback: "serif",
    metrics: [1000, 924, 287, 393],
  },
  cormorantItalic: {
    family: "Cormorant",
    package: variable("cormorant"),
    file: "cormorant-{subset}-wght-italic",
    weight: "300 700",
    style: "italic",
    subsets: LATIN,
    fallback: "serif",
    metrics: [1000, 924, 287, 360],
  },
  pinyon: {
    family: "Pinyon Script",
    package: "@fontsource/pinyon-script",
    file: "pinyon-script-{subset}-400-normal",
    weight: "400",
    subsets: LATIN,
    fallback: "serif",
    metrics: [2048, 1768, 787, 731],
  },
  garamond: {
    family: "EB Garamond",
    package: variable("eb-garamond"),
    file: "eb-garamond-{subset}-wght-normal",
    weight: "400 800",
    subsets: LATIN,
    fallback: "serif",
    metrics: [1000, 1007, 298, 385],
  },
  garamondItalic: {
    family: "EB Garamond",
    package: variable("eb-garamond"),
    file: "eb-garamond-{subset}-wght-italic",
    weight: "400 800",
    style: "italic",
    subsets: LATIN,
    fallback: "serif",
    metrics: [1000, 1007, 298, 355],
  },
  bodoni: {
    family: "Bodoni Moda",
    package: variable("bodoni-moda"),
    file: "bodoni-moda-{subset}-opsz-normal",
    weight: "400 900",
    subsets: LATIN,
    fallback: "serif",
    metrics: [2000, 2250, 800, 928],
  },
  jost: {
    family: "Jost",
    package: variable("jost"),
    file: "jost-{subset}-wght-normal",
    weight: "100 900",
    subsets: LATIN,
    fallback: "sans",
    metrics: [1000, 1070, 375, 428],
  },
  archivo: {
    family: "Archivo",
    package: variable("archivo"),
    file: "archivo-{subset}-wght-normal",
    weight: "100 900",
    subsets: LATIN,
    fallback: "sans",
    metrics: [1000, 878, 210, 440],
  },
  instrumentSerif: {
    family: "Instrument Serif",
    package: "@fontsource/instrument-serif",
    file: "instrument-serif-{subset}-400-normal",
    weight: "400",
    subsets: LATIN,
    fallback: "serif",
    metrics: [1000, 990, 310, 341],
  },
  instrumentSans: {
    family: "Instrument Sans",
    package: variable("instrument-sans"),
    file: "instrument-sans-{subset}-wght-normal",
    weight: "400 700",
    subsets: LATIN,
    fallback: "sans",
    metrics: [1000, 970, 250, 458],
  },
  bricolage: {
    family: "Bricolage Grotesque",
    package: variable("bricolage-grotesque"),
    file: "bricolage-grotesque-{subset}-wght-normal",
    weight: "200 800",
    subsets: LATIN,
    fallback: "sans",
    metrics: [1000, 930, 270, 470],
  },
  hanken: {
    family: "Hanken Grotesk",
    package: variable("hanken-grotesk"),
    file: "hanken-grotesk-{subset}-wght-normal",
    weight: "100 900",
    subsets: LATIN,
    fallback: "sans",
    metrics: [1000, 1000, 303, 450],
  },
  caprasimo: {
    family: "Caprasimo",
    package: "@fontsource/caprasimo",
    file: "caprasimo-{subset}-400-normal",
    weight: "400",
    subsets: LATIN,
    fallback: "serif",
    metrics: [2048, 1880, 469, 1053],
  },
  figtree: {
    family: "Figtree",
    package: variable("figtree"),
    file: "figtree-{subset}-wght-normal",
    weight: "300 900",
    subsets: LATIN,
    fallback: "sans",
    metrics: [1000, 950, 250, 449],
  },
  anton: {
    family: "Anton",
    package: "@fontsource/anton",
    file: "anton-{subset}-400-normal",
    weight: "400",
    subsets: LATIN,
    fallback: "sans",
    metrics: [2048, 2409, 674, 828],
  },
  unbounded: {
    family: "Unbounded",
    package: variable("unbounded"),
    file: "unbounded-{subset}-wght-normal",
    weight: "200 900",
    subsets: LATIN,
    fallback: "sans",
    metrics: [1000, 995, 245, 600],
  },
  amiri: {
    family: "Amiri",
    package: "@fontsource/amiri",
    file: "amiri-{subset}-400-normal",
    weight: "400",
    subsets: ["arabic"],
    fallback: "serif",
  },
  readex: {
    family: "Readex Pro",
    package: variable("readex-pro"),
    file: "readex-pro-{subset}-wght-normal",
    weight: "160 700",
    subsets: ["arabic"],
    fallback: "sans",
  },
  lalezar: {
    family: "Lalezar",
    package: "@fontsource/lalezar",
    file: "lalezar-{subset}-400-normal",
    weight: "400",
    subsets: ["arabic"],
    fallback: "sans",
  },
  rubikArabic: {
    family: "Rubik",
    package: variable("rubik"),
    file: "rubik-{subset}-wght-normal",
    weight: "300 900",
    subsets: ["arabic", "hebrew"],
    fallback: "sans",
  },
  frankRuhl: {
    family: "Frank Ruhl Libre",
    package: variable("frank-ruhl-libre"),
    file: "frank-ruhl-libre-{subset}-wght-normal",
    weight: "300 900",
    subsets: ["hebrew"],
    fallback: "serif",
  },
} as const satisfies Record<string, Face>;

export type FaceId = keyof typeof FACES;
