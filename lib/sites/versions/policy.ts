import { AppError } from "@/lib/http/problem";
import { integrity } from "@/lib/scene/integrity";
import { migrateScene, type Scene } from "@/lib/scene/scene";

const words: Record<ReturnType<typeof integrity>[number]["code"], string> = {
  no_root: "the scene has no page",
  second_root: "the scene has two pages",
  id: "a node is filed under another id than its own",
  dangling: "a node hangs under one that is not there",
  rank: "a node hangs under one that cannot hold it",
  order: "a node's order is not a fractional index",
};

/** The scene at its present version, or `unprocessable` with what keeps its tree from holding. */
export function mustHold(graph: unknown): Scene {
  let scene: Scene;
  try {
    scene = migrateScene(graph);
  } catch {
    throw new AppError("unprocessable", { detail: "This version's scene cannot be read." });
  }
  const issues = integrity(scene);
  if (issues.length === 0) return scene;
  throw new AppError("unprocessable", {
    detail: `The scene does not hold together: ${[...new Set(issues.map(({ code }) => words[code]))].join("; ")}.`,
    errors: issues.slice(0, 20).map(({ code, nodeId }) => ({
      path: nodeId ? `sceneGraph.nodes.${nodeId}` : "sceneGraph.nodes",
      message: words[code],
    })),
  });
}
