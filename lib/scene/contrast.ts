import type { Palette, Surface } from "./theme";

const channel = (value: number) => {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
};

/** Relative luminance of `#rrggbb` (WCAG 2.2, "relative luminance"), 0 to 1. */
export function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => channel(Number.parseInt(hex.slice(at, at + 2), 16)));
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

/** Contrast ratio of two colours (WCAG 2.2, 1.4.3), 1 to 21. */
export function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

export type ContrastFinding = {
  surface: "base" | "alt" | "bold";
  pair: string;
  ratio: number;
  needed: number;
};

const PAIRS: [keyof Surface, keyof Surface, number][] = [
  ["ink", "bg", 4.5],
  ["soft", "bg", 4.5],
  ["accent", "bg", 4.5],
  ["error", "bg", 4.5],
  ["onAccent", "accent", 4.5],
  ["edge", "bg", 3],
];

/** The pairs of a palette that fall short of AA; an empty list is what every palette must give. */
export function contrastFindings(palette: Palette): ContrastFinding[] {
  return (["base", "alt", "bold"] as const).flatMap((surface) =>
    PAIRS.flatMap(([front, back, needed]) => {
      const ratio = contrast(palette[surface][front], palette[surface][back]);
      return ratio < needed ? [{ surface, pair: `${front} on ${back}`, ratio, needed }] : [];
    }),
  );
}
