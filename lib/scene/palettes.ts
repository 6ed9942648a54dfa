import type { Palette, Surface } from "./theme";

const surface = (colors: string): Surface => {
  const [bg, ink, soft, line, edge, accent, onAccent, error] = colors.split(" ").map((hex) => `#${hex}`) as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  return { bg, ink, soft, line, edge, accent, onAccent, error };
};

const palette = (
  id: string,
  name: string,
  base: string,
  alt: string,
  bold: string,
  pops: string,
): Palette => ({
  id,
  name,
  base: surface(base),
  alt: surface(alt),
  bold: surface(bold),
  pops: pops.split(" ").map((hex) => `#${hex}`) as Palette["pops"],
});

/** The catalogue. Each string: bg ink soft line edge accent onAccent error. AA is tested over all of them. */
export const PALETTES: Palette[] = [
  // Letterpress: cotton papers and one ink.
  palette(
    "oxblood",
    "Oxblood",
    "faf6ec 2b2321 6a5d56 dccfbb 8f8170 7b2a2c fffaf1 a3211f",
    "f3ecdd 2b2321 655850 d3c4ab 877864 742628 fffaf1 9c1f1d",
    "4a1a1d f8eedf dcc3b4 7a4444 b98e84 f0cfa5 3a1416 ffb9a8",
    "7b2a2c b98b5e d9c2a0",
  ),
  palette(
    "olive",
    "Olive grove",
    "f8f6ec 262a20 5d6152 d6d3be 85876f 4d5a2b fbfaf1 a3211f",
    "efede0 262a20 595d4e c9c7b0 7d7f68 475427 fbfaf1 9c1f1d",
    "2f3a22 f2f1e2 c5cbb2 56614a 93a07c d9d59a 232b19 ffb9a8",
    "4d5a2b 9aa06b cfcfa8",
  ),
  palette(
    "midnight",
    "Midnight ink",
    "f8f6f1 1b2438 56607a d3d2d0 7f8595 27406f fafaf8 a3211f",
    "efeeea 1b2438 525c75 c8c8c8 787e8e 233a66 fafaf8 9c1f1d",
    "182238 f3efe6 bcc4d6 3d4963 8290ad e0c48f 121a2b ffb9a8",
    "27406f b59a68 a9b4cb",
  ),
  palette(
    "rosehip",
    "Rosehip",
    "fcf5f1 35272a 745d60 e6d2cb a07f7c 964050 fff8f5 a3211f",
    "f7ebe5 35272a 6f585b ddc5bc 987672 8c3949 fff8f5 9c1f1d",
    "5c2733 fdf0ea e5c4bf 87505a c49297 f6c9b4 43191f ffc4b5",
    "964050 cf8d84 e3bcae",
  ),
  // Ledger: paper, ink and one signal.
  palette(
    "signal",
    "Signal red",
    "f3f1ea 141311 5c5952 cfccc1 85827a c8281a ffffff b3160c",
    "e7e4da 141311 56534c bfbbae 7d7a71 b72115 ffffff a5120a",
    "c8281a ffffff ffe9e4 e0685c ffb9ae ffffff a81d11 fff1c4",
    "c8281a 141311 e9a23b",
  ),
  palette(
    "ultramarine",
    "Ultramarine",
    "f2f2ee 10121c 565a66 cbccce 80838c 1f35d0 ffffff b3160c",
    "e4e5e4 10121c 50545f b9bbbe 777a83 1b2fbd ffffff a5120a",
    "1f35d0 ffffff dfe3ff 5a6be0 a9b4ff ffffff 1a2cb0 ffe0d6",
    "1f35d0 10121c 7d8cf2",
  ),
  palette(
    "pine",
    "Pine",
    "f1f2ec 0f1713 535d56 c8cdc4 7b857d 0d5b3c ffffff b3160c",
    "e3e6dd 0f1713 4d5750 b6bdb2 727c74 0b5236 ffffff a5120a",
    "0d5b3c ffffff d5ece0 3f8466 9fcdb6 e6f26a 0c3626 ffd9cf",
    "0d5b3c 0f1713 b7c93c",
  ),
  palette(
    "graphite",
    "Graphite",
    "161719 f4f2ec b4b3ae 3a3b3e 84858a ffb21a 1b1403 ff9d8c",
    "202124 f4f2ec b9b8b3 45464a 8d8e93 ffb21a 1b1403 ffa595",
    "ffb21a 191304 4a3a0c d18f0d 7a5b0c 2a2006 ffd277 7d1207",
    "ffb21a f4f2ec 6f7076",
  ),
  // Rays: colour first.
  palette(
    "tangerine",
    "Tangerine",
    "fff4de 3b1230 74485f f0d9b0 a07b84 b31b4b fff6e6 b3160c",
    "ffdf9e 3b1230 693e55 e8bd62 93695c a5164a fff6e6 9d120a",
    "ff8a3d 35102c 4b1a36 e56c1c 7d3222 4d0f3b ffe6c2 5d0a06",
    "e8336d ffc233 2a9d8f",
  ),
  palette(
    "bubblegum",
    "Bubblegum",
    "fff1f3 401026 7a4259 f5cbd3 a8707f c01048 fff5f6 a3140d",
    "ffd3dc 401026 703a50 f0a6b5 9d6273 ad0d40 fff5f6 95110b",
    "ff9db4 3c0d25 561a37 f07a96 8a3153 6d0a3e ffe4ea 6a0a05",
    "e11d5a ffd23f 5b3fd0",
  ),
  palette(
    "lagoon",
    "Lagoon",
    "effaf5 0d2f3a 3f606a c2e2da 6d8d92 0b6672 f3fffc a3140d",
    "c9f0e4 0d2f3a 395a63 96d8c5 5f8486 09606b f3fffc 95110b",
    "2fc4b2 08262f 113f48 1aa392 165f63 093c49 d6fff5 6a0a05",
    "ff6b57 ffd447 0b6672",
  ),
  palette(
    "disco",
    "Late disco",
    "1c1033 fbf1ff c9b6e3 42315f 8f79b3 ffcf4a 241238 ff9d94",
    "281749 fbf1ff cdbbe6 523f75 9984bd ffcf4a 241238 ffa59c",
    "5a21b5 ffffff ead9ff 7c46d2 b994ee ffd75e 32106e ffd0c9",
    "ff4fa3 ffcf4a 35d6c8",
  ),
];

/** A palette by id, or the host's own; the first of the catalogue for an id that left it. */
export function paletteOf(palette: string | Palette): Palette {
  if (typeof palette !== "string") return palette;
  return PALETTES.find(({ id }) => id === palette) ?? (PALETTES[0] as Palette);
}
