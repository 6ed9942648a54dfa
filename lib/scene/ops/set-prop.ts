import { KINDS } from "../nodes/kinds";
import type { Scene, SceneNode } from "../scene";
import { SceneError } from "./error";

/** The scene with one prop of one node set, checked by the kind's schema. Throws SceneError. */
export function setProp(scene: Scene, id: string, prop: string, value: unknown): Scene {
  const node = scene.nodes[id];
  if (!node) throw new SceneError("no_node", `There is no node ${id}.`);
  if (!Object.hasOwn(KINDS[node.type].defaults, prop)) {
    throw new SceneError("no_prop", `A ${node.type} has no ${prop}.`);
  }
  const parsed = KINDS[node.type].props.safeParse({ ...node.props, [prop]: value });
  if (!parsed.success)
    throw new SceneError("invalid", parsed.error.issues[0]?.message ?? "The value is not valid.");
  const next = { ...node, props: parsed.data } as SceneNode;
  return { ...scene, nodes: { ...scene.nodes, [id]: next } };
}
