import * as Y from "yjs";
import { settle } from "./integrity";
import { migrateScene, type Scene } from "./scene";

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Sets what differs and drops what is gone, so that a write carries only what its author changed. */
function write(map: Y.Map<unknown>, entries: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(entries)) if (!same(map.get(key), value)) map.set(key, value);
  for (const key of [...map.keys()]) if (!Object.hasOwn(entries, key)) map.delete(key);
}

/**
 * Writes a scene into a Y.Doc: a Y.Map a node with its place and each prop under a key of its own, so that two
 * people who change different props of one node both keep their change.
 */
export function writeScene(doc: Y.Doc, scene: Scene, origin?: unknown): void {
  doc.transact(() => {
    write(doc.getMap("scene"), { schema: scene.schema, template: scene.template });
    write(doc.getMap("theme"), scene.theme);
    write(
      doc.getMap("translations"),
      Object.fromEntries(
        Object.entries(scene.translations).flatMap(([locale, texts]) =>
          Object.entries(texts).map(([key, text]) => [`${locale}|${key}`, text]),
        ),
      ),
    );
    const nodes = doc.getMap<Y.Map<unknown>>("nodes");
    for (const node of Object.values(scene.nodes)) {
      const { props, ...place } = node;
      let map = nodes.get(node.id);
      if (!map) {
        map = new Y.Map<unknown>();
        nodes.set(node.id, map);
      }
      write(map, {
        ...place,
        ...Object.fromEntries(Object.entries(props).map(([key, value]) => [`props.${key}`, value])),
      });
    }
    for (const id of [...nodes.keys()]) if (!scene.nodes[id]) nodes.delete(id);
  }, origin);
}

/**
 * Reads the scene of a Y.Doc, older nodes brought up to date and dangling ones left out: every replica of one
 * document reads the same scene. Throws ZodError where the document breaks the schema.
 */
export function readScene(doc: Y.Doc): Scene {
  const nodes: Record<string, unknown> = {};
  for (const [id, map] of doc.getMap<Y.Map<unknown>>("nodes").entries()) {
    const node: Record<string, unknown> = {};
    const props: Record<string, unknown> = {};
    for (const [key, value] of map.entries()) {
      if (key.startsWith("props.")) props[key.slice(6)] = value;
      else node[key] = value;
    }
    nodes[id] = { ...node, props };
  }
  const translations: Record<string, Record<string, unknown>> = {};
  for (const [key, text] of doc.getMap("translations").entries()) {
    const at = key.indexOf("|");
    const locale = key.slice(0, at);
    translations[locale] = { ...translations[locale], [key.slice(at + 1)]: text };
  }
  const scene = { ...doc.getMap("scene").toJSON(), theme: doc.getMap("theme").toJSON(), translations, nodes };
  return settle(migrateScene(scene));
}
