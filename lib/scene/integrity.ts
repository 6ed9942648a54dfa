import { KINDS } from "./nodes/kinds";
import { RANKS } from "./nodes/node";
import type { Scene, SceneNode } from "./scene";

export type IntegrityIssue = {
  code: "no_root" | "second_root" | "id" | "dangling" | "rank" | "order";
  nodeId: string | null;
};

// What fractional-indexing writes: a head letter, then base-62 digits, never ending in zero.
const ORDER = /^[A-Za-z][0-9A-Za-z]*$/;

const outranks = (parent: SceneNode, child: SceneNode) =>
  RANKS[KINDS[parent.type].rank] < RANKS[KINDS[child.type].rank];

/** What is wrong with the tree, found in one pass; an empty list means it holds. Ranks make cycles impossible. */
export function integrity(scene: Scene): IntegrityIssue[] {
  const issues: IntegrityIssue[] = [];
  let roots = 0;
  for (const [key, node] of Object.entries(scene.nodes)) {
    if (key !== node.id) issues.push({ code: "id", nodeId: key });
    if (!ORDER.test(node.order)) issues.push({ code: "order", nodeId: node.id });
    if (node.parent === null) {
      if (KINDS[node.type].rank !== "page") issues.push({ code: "dangling", nodeId: node.id });
      else {
        roots += 1;
        if (roots > 1) issues.push({ code: "second_root", nodeId: node.id });
      }
      continue;
    }
    const parent = scene.nodes[node.parent];
    if (!parent) issues.push({ code: "dangling", nodeId: node.id });
    else if (!outranks(parent, node)) issues.push({ code: "rank", nodeId: node.id });
  }
  if (roots === 0) issues.push({ code: "no_root", nodeId: null });
  return issues;
}

/**
 * The scene without what no longer hangs together (a child inserted while its parent was removed elsewhere).
 * The same nodes on every replica, since it depends on the nodes alone.
 */
export function settle(scene: Scene): Scene {
  const kept = new Map<string, boolean>();
  const holds = (node: SceneNode): boolean => {
    const known = kept.get(node.id);
    if (known !== undefined) return known;
    const parent = node.parent === null ? undefined : scene.nodes[node.parent];
    const result =
      node.parent === null
        ? node.type === "page"
        : parent !== undefined && outranks(parent, node) && holds(parent);
    kept.set(node.id, result);
    return result;
  };
  const nodes = Object.fromEntries(Object.entries(scene.nodes).filter(([, node]) => holds(node)));
  return Object.keys(nodes).length === Object.keys(scene.nodes).length ? scene : { ...scene, nodes };
}
