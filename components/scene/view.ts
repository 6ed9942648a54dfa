import type { EventFacts, Facts } from "@/lib/scene/facts";
import type { SlotBook } from "@/lib/scene/parts";
import type { SceneNode } from "@/lib/scene/scene";
import type { Palette, Theme } from "@/lib/scene/theme";
import type { TypePair } from "@/lib/scene/type-pairs";
import type { Words } from "@/lib/scene/words";

/**
 * What every component gets, instead of a React context (compiled pages have no providers). `slots` is where a
 * page differs from guest to guest; `used` collects what the stylesheet must contain.
 */
export type SceneView = {
  facts: Facts;
  locale: string;
  dir: "ltr" | "rtl";
  t: Words;
  theme: Theme;
  palette: Palette;
  pair: TypePair;
  slots: SlotBook;
  used: Set<string>;
  children: (id: string) => SceneNode[];
  /** Events in the order in which one of them is "the event". */
  order: string[];
  /** The words of the RSVP section, which the first screen's buttons share. */
  yes: string;
  no: string;
};

/** The event in scope: one that is named, or (undefined) the main one of whoever looks. */
export type Scope = EventFacts | undefined;

export type NodeProps<N extends SceneNode = SceneNode> = { view: SceneView; node: N; scope: Scope };
