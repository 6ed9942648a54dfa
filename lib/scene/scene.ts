import { z } from "zod";
import { KINDS, type NodeType, nodeTypes, type PropsOf } from "./nodes/kinds";
import { textSchema } from "./text";
import { type Theme, themeSchema } from "./theme";

/** A node as stored: flat, its place told by its parent and a fractional order. `v` is the version of its props. */
export type SceneNode<T extends NodeType = NodeType> = T extends NodeType
  ? { id: string; type: T; v: number; parent: string | null; order: string; props: PropsOf<T> }
  : never;

export type Scene = {
  /** The version of this envelope; nodes carry their own. */
  schema: 1;
  template: string;
  theme: Theme;
  nodes: Record<string, SceneNode>;
  /** Other languages, laid over the props: `translations[locale]["<nodeId>.<prop>"]`. */
  translations: Record<string, Record<string, z.infer<typeof textSchema>>>;
};

const base = {
  id: z.string().min(1).max(64),
  v: z.number().int().min(1),
  parent: z.string().max(64).nullable(),
  order: z.string().min(1).max(200),
};

const variants = nodeTypes.map((type) =>
  z.strictObject({ ...base, type: z.literal(type), props: KINDS[type].props }),
);

export const nodeSchema = z.discriminatedUnion(
  "type",
  variants as unknown as [(typeof variants)[number], ...(typeof variants)[number][]],
) as unknown as z.ZodType<SceneNode>;

/** The whole scene, as the API takes and gives it. Shape only; `integrity` tells whether the tree holds. */
export const sceneSchema: z.ZodType<Scene> = z.strictObject({
  schema: z.literal(1),
  template: z.string().max(40),
  theme: themeSchema,
  nodes: z.record(z.string(), nodeSchema).refine((nodes) => Object.keys(nodes).length <= 5000, {
    message: "a scene has at most 5,000 nodes",
  }),
  translations: z.record(z.string().max(35), z.record(z.string().max(130), textSchema)),
});

/** Brings every node of a stored scene to the present version of its kind, then checks it. Throws ZodError. */
export function migrateScene(stored: unknown): Scene {
  const raw = z.looseObject({ nodes: z.record(z.string(), z.looseObject({})) }).parse(stored);
  const nodes = Object.fromEntries(
    Object.entries(raw.nodes).map(([id, node]) => {
      const known = KINDS[node.type as NodeType];
      const from = Number(node.v) || 1;
      if (!known || from >= known.version) return [id, node];
      const props = known.migrate((node.props ?? {}) as Record<string, unknown>, from);
      return [id, { ...node, v: known.version, props }];
    }),
  );
  return sceneSchema.parse({ ...raw, nodes });
}

/** Children by parent id, in order; equal orders (two people inserted at once) are told apart by id. */
export function childrenOf(scene: Scene): Map<string | null, SceneNode[]> {
  const byParent = new Map<string | null, SceneNode[]>();
  for (const node of Object.values(scene.nodes)) {
    const list = byParent.get(node.parent);
    if (list) list.push(node);
    else byParent.set(node.parent, [node]);
  }
  const before = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  for (const list of byParent.values()) list.sort((a, b) => before(a.order, b.order) || before(a.id, b.id));
  return byParent;
}

/** The root node; undefined in a broken scene. */
export function rootOf(scene: Scene): SceneNode<"page"> | undefined {
  return Object.values(scene.nodes).find(
    (node): node is SceneNode<"page"> => node.type === "page" && node.parent === null,
  );
}

/** A scene in another language: its overlay laid over the props it translates; the same scene where there is none. */
export function inLanguage(scene: Scene, locale: string): Scene {
  const overlay = scene.translations[locale] ?? scene.translations[locale.split("-")[0] ?? ""];
  if (!overlay) return scene;
  const nodes = { ...scene.nodes };
  for (const [key, text] of Object.entries(overlay)) {
    const at = key.lastIndexOf(".");
    const node = nodes[key.slice(0, at)];
    const prop = key.slice(at + 1);
    if (node && Object.hasOwn(node.props, prop)) {
      nodes[node.id] = { ...node, props: { ...node.props, [prop]: text } } as SceneNode;
    }
  }
  return { ...scene, nodes };
}
