import { KINDS, type NodeType, type PropsOf } from "../nodes/kinds";
import type { Scene, SceneNode } from "../scene";
import { SceneError } from "./error";
import { orderAt, parentFor } from "./place";

/** The scene with a new node under a parent at an index; props not given are the kind's defaults. Throws SceneError. */
export function insert<T extends NodeType>(
  scene: Scene,
  node: { id: string; type: T; parent: string; index: number; props?: Partial<PropsOf<T>> },
): Scene {
  if (scene.nodes[node.id]) throw new SceneError("invalid", `The id ${node.id} is taken.`);
  parentFor(scene, node.type, node.parent);
  const known = KINDS[node.type];
  const parsed = known.props.safeParse({ ...known.defaults, ...node.props });
  if (!parsed.success)
    throw new SceneError("invalid", parsed.error.issues[0]?.message ?? "The props are not valid.");
  const added = {
    id: node.id,
    type: node.type,
    v: known.version,
    parent: node.parent,
    order: orderAt(scene, node.parent, node.index),
    props: parsed.data,
  } as unknown as SceneNode;
  return { ...scene, nodes: { ...scene.nodes, [node.id]: added } };
}
