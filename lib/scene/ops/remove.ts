import { childrenOf, type Scene } from "../scene";
import { SceneError } from "./error";

/** The scene without a node and everything below it. The page itself stays. Throws SceneError. */
export function remove(scene: Scene, id: string): Scene {
  const node = scene.nodes[id];
  if (!node) throw new SceneError("no_node", `There is no node ${id}.`);
  if (node.parent === null) throw new SceneError("root", "The page itself cannot be removed.");
  const children = childrenOf(scene);
  const gone = new Set<string>();
  const collect = (at: string) => {
    gone.add(at);
    for (const child of children.get(at) ?? []) collect(child.id);
  };
  collect(id);
  return {
    ...scene,
    nodes: Object.fromEntries(Object.entries(scene.nodes).filter(([key]) => !gone.has(key))),
  };
}
