import { z } from "zod";

const color = z.string().regex(/^#[0-9a-f]{6}$/i, "must be a colour like #7a2e2e");

/**
 * One ground and everything that is printed on it. AA holds for ink, soft, accent and error on bg and for onAccent
 * on accent (4.5), and for edge, the border of what can be filled in (3); line is decoration.
 */
export const surfaceSchema = z.strictObject({
  bg: color,
  ink: color,
  soft: color,
  line: color,
  edge: color,
  accent: color,
  onAccent: color,
  error: color,
});
export type Surface = z.infer<typeof surfaceSchema>;

export const paletteSchema = z.strictObject({
  id: z.string().max(40),
  name: z.string().max(60),
  base: surfaceSchema,
  alt: surfaceSchema,
  bold: surfaceSchema,
  /** Pure decoration, never text. */
  pops: z.tuple([color, color, color]),
});
export type Palette = z.infer<typeof paletteSchema>;

/** The design tokens of a scene. Templates are combinations of these; the renderer knows only the tokens. */
export const themeSchema = z.strictObject({
  /** A palette of the catalogue by its id, or the host's own. */
  palette: z.union([z.string().max(40), paletteSchema]),
  /** A pair of the catalogue (type-pairs.ts). */
  type: z.string().max(40),
  align: z.enum(["center", "start"]),
  rhythm: z.enum(["airy", "measured", "tight"]),
  hero: z.enum(["card", "ledger", "poster"]),
  section: z.enum(["stack", "aside", "bands"]),
  schedule: z.enum(["lines", "table", "tickets"]),
  heading: z.enum(["caps", "display", "plain"]),
  control: z.enum(["hairline", "box", "pill"]),
  ornament: z.enum(["sprig", "arcs", "rays", "none"]),
  paper: z.enum(["cotton", "plain"]),
});
export type Theme = z.infer<typeof themeSchema>;
