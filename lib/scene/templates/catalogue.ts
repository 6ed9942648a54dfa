import { ledger } from "./ledger";
import { letterpress } from "./letterpress";
import { sunburst } from "./sunburst";
import type { Template } from "./template";

/** Every template a host can start from. A new one is one file of data and one line here. */
export const TEMPLATES: Template[] = [letterpress, ledger, sunburst];

export type TemplateId = Template["id"];

/** A template by id; undefined for an unknown one. */
export function templateOf(id: string): Template | undefined {
  return TEMPLATES.find((template) => template.id === id);
}

/** The template that suits a kind of project best (`wedding`, `corporate`, `birthday`, …). */
export function templateFor(kind: string): Template {
  return TEMPLATES.find(({ suits }) => suits.includes(kind)) ?? ledger;
}
