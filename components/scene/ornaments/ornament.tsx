import type { SceneView } from "../view";
import { ArcsFigure, Stamp } from "./arcs";
import { RaysFigure, RaysRule } from "./rays";
import { SprigFigure, SprigRule, Wreath } from "./sprig";

/** The theme's ornament: its big figure for the first screen, or a small rule. */
export function Ornament({ view, size }: { view: SceneView; size: "rule" | "figure" }) {
  const { ornament } = view.theme;
  view.used.add(`orn-${ornament}`);
  if (ornament === "sprig") return size === "figure" ? <SprigFigure /> : <SprigRule />;
  if (ornament === "arcs") return size === "figure" ? <ArcsFigure /> : <hr className="orn" />;
  if (ornament === "rays") return size === "figure" ? <RaysFigure /> : <RaysRule />;
  return size === "rule" ? <hr className="orn" /> : null;
}

/** "Chiara & Thomas" gives "C&T"; one name gives its first letter; letters of any script. */
export function initialsOf(name: string): string {
  const letter = (word: string) => /\p{L}|\p{N}/u.exec(word)?.[0]?.toLocaleUpperCase() ?? "";
  const pair = name.split(/\s+(?:&|\+|and|und|et|y|e)\s+/i);
  if (pair.length === 2) return `${letter(pair[0] ?? "")}&${letter(pair[1] ?? "")}`;
  return name.split(/\s+/).slice(0, 2).map(letter).join("");
}

/** Initials, given or taken from the project's name, in the theme's manner. */
export function Sign({ view, initials }: { view: SceneView; initials: string }) {
  const letters = initials || initialsOf(view.facts.project.name);
  view.used.add(`orn-${view.theme.ornament}`);
  return view.theme.ornament === "sprig" ? <Wreath initials={letters} /> : <Stamp initials={letters} />;
}

/** The drawing of the moment of joy, in the theme's ornament. */
export function flourishOf(view: SceneView) {
  return view.theme.ornament === "arcs" ? <ArcsFigure /> : <Ornament view={view} size="rule" />;
}
