import type scene from "@/messages/en/scene.json";
import type { NodeType, PropsOf } from "../nodes/kinds";
import type { Theme } from "../theme";

/** Words by their key in the template's messages (typed form), or fields alone. */
type Worded<P> = { [K in keyof P]?: P[K] extends string ? P[K] | { $: string } : P[K] | { $: string } };

/** A node of a template: no ids, no orders; children in their place. */
export type Sketch = {
  [T in NodeType]: { type: T; props?: Worded<PropsOf<T>>; children?: Sketch[] };
}[NodeType];

/** A template is data: a theme, a tree with its words by key, and what the host may choose. */
export type Template = {
  id: keyof typeof scene.templates;
  /** The kinds of project it suits, best first. */
  suits: string[];
  theme: Theme;
  palettes: string[];
  typePairs: string[];
  page: Extract<Sketch, { type: "page" }>;
};
