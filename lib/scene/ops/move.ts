import type { Scene, SceneNode } from "../scene";
import { SceneError } from "./error";
import { orderAt, parentFor } from "./place";

/** The scene with a node moved to an index under a parent, its children with it. Throws SceneError. */
export function move(scene: Scene, id: string, to: { parent: string; index: number }): Scene {
  const node = scene.nodes[id];
  if (!node) throw new SceneError("no_node", `There is no node ${id}.`);
  if (node.parent === null) throw new SceneError("root", "The page itself cannot be moved.");
  parentFor(scene, node.type, to.parent);
  const moved = { ...node, parent: to.parent, order: orderAt(scene, to.parent, to.index, id) } as SceneNode;
  return { ...scene, nodes: { ...scene.nodes, [id]: moved } };
}
