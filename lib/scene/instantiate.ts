import { generateNKeysBetween } from "fractional-indexing";
import { KINDS } from "./nodes/kinds";
import { type Scene, sceneSchema } from "./scene";
import { type TemplateId, templateOf } from "./templates/catalogue";
import type { Sketch } from "./templates/template";
import { parseText } from "./text";
import type { Theme } from "./theme";
import { templateWords } from "./words";

export type TemplateChoices = {
  /** Makes the ids of nodes; any unique strings do. */
  newId: () => string;
  /** The language of the template's words. */
  locale: string;
  palette?: string;
  type?: string;
};

const isKey = (value: unknown): value is { $: string } =>
  typeof value === "object" && value !== null && !Array.isArray(value) && "$" in value;

/** A new scene from a template, its words in a language. Throws for an unknown template. */
export function instantiate(id: TemplateId, choices: TemplateChoices): Scene {
  const template = templateOf(id);
  if (!template) throw new Error(`There is no template ${id}.`);
  const texts = templateWords(choices.locale, id);
  const nodes: Record<string, unknown> = {};
  const place = (sketch: Sketch, parent: string | null, order: string) => {
    const known = KINDS[sketch.type];
    const defaults = known.defaults as Record<string, unknown>;
    const given = Object.entries(sketch.props ?? {}).map(([key, value]) => {
      if (!isKey(value)) return [key, value];
      const typed = texts[value.$] ?? "";
      return [key, typeof defaults[key] === "string" ? typed : parseText(typed)];
    });
    const nodeId = choices.newId();
    const props = { ...defaults, ...Object.fromEntries(given) };
    nodes[nodeId] = { id: nodeId, type: sketch.type, v: known.version, parent, order, props };
    const orders = generateNKeysBetween(null, null, sketch.children?.length ?? 0);
    sketch.children?.forEach((child, at) => {
      place(child, nodeId, orders[at] as string);
    });
  };
  place(template.page, null, "a0");
  const theme: Theme = {
    ...template.theme,
    ...(choices.palette ? { palette: choices.palette } : {}),
    ...(choices.type ? { type: choices.type } : {}),
  };
  return sceneSchema.parse({ schema: 1, template: id, theme, nodes, translations: {} });
}
