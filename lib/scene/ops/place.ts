import { generateKeyBetween } from "fractional-indexing";
import { KINDS, type NodeType } from "../nodes/kinds";
import { RANKS } from "../nodes/node";
import { childrenOf, type Scene, type SceneNode } from "../scene";
import { SceneError } from "./error";

/** The order of a place among a parent's children: at `index`, leaving `except` out of the count. */
export function orderAt(scene: Scene, parent: string | null, index: number, except?: string): string {
  const siblings = (childrenOf(scene).get(parent) ?? []).filter((node) => node.id !== except);
  const at = Math.max(0, Math.min(index, siblings.length));
  const before = siblings[at - 1]?.order ?? null;
  // Equal orders are possible after a merge: the next greater one is the neighbour.
  const after = siblings.slice(at).find((node) => before === null || node.order > before)?.order ?? null;
  return generateKeyBetween(before, after);
}

/** The parent a node of this type may hang under. Throws SceneError. */
export function parentFor(scene: Scene, type: NodeType, parentId: string): SceneNode {
  const parent = scene.nodes[parentId];
  if (!parent) throw new SceneError("no_node", `There is no node ${parentId}.`);
  if (RANKS[KINDS[parent.type].rank] >= RANKS[KINDS[type].rank]) {
    throw new SceneError("rank", `A ${type} cannot be inside a ${parent.type}.`);
  }
  return parent;
}
