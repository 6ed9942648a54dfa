import fc from "fast-check";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { instantiate } from "./instantiate";
import { integrity, settle } from "./integrity";
import { KINDS, nodeTypes } from "./nodes/kinds";
import { SceneError } from "./ops/error";
import { insert } from "./ops/insert";
import { move } from "./ops/move";
import { remove } from "./ops/remove";
import { setText } from "./ops/set-text";
import { setTheme } from "./ops/set-theme";
import { withoutSentinels } from "./parts";
import { migrateScene, type Scene, sceneSchema } from "./scene";
import { TEMPLATES, type TemplateId } from "./templates/catalogue";
import { readScene, writeScene } from "./ydoc";

const start = (id: TemplateId) => {
  let n = 0;
  return instantiate(id, {
    newId: () => {
      n += 1;
      return `n${n}`;
    },
    locale: "en",
  });
};

type Step = { verb: number; a: number; b: number; index: number; type: number; words: string };
const step: fc.Arbitrary<Step> = fc.record({
  verb: fc.nat(4),
  a: fc.nat(60),
  b: fc.nat(60),
  index: fc.nat(8),
  type: fc.nat(nodeTypes.length - 1),
  words: fc.string({ maxLength: 20 }).map((words) => withoutSentinels(words).replaceAll("\t", "")),
});

/** One verb on whatever nodes the numbers point at; a refused one leaves the scene as it is. */
function apply(scene: Scene, { verb, a, b, index, type, words }: Step, newId: string): Scene {
  const ids = Object.keys(scene.nodes).sort();
  const [one, other] = [ids[a % ids.length] as string, ids[b % ids.length] as string];
  try {
    if (verb === 0) {
      return insert(scene, {
        id: newId,
        type: nodeTypes[type] as (typeof nodeTypes)[number],
        parent: one,
        index,
      });
    }
    if (verb === 1) return remove(scene, one);
    if (verb === 2) return move(scene, one, { parent: other, index });
    if (verb === 3) {
      const prop = Object.entries(KINDS[scene.nodes[one]?.type ?? "text"].defaults).find(([, value]) =>
        Array.isArray(value),
      );
      return prop ? setText(scene, one, prop[0], words) : scene;
    }
    return setTheme(scene, { align: index % 2 ? "start" : "center" });
  } catch (error) {
    if (error instanceof SceneError) return scene;
    throw error;
  }
}

test("every template is a scene that holds, whatever its words", () => {
  for (const { id } of TEMPLATES) {
    expect(integrity(start(id))).toEqual([]);
    expect(sceneSchema.safeParse(JSON.parse(JSON.stringify(start(id)))).success).toBe(true);
  }
});

test("integrity and the schema hold after any verbs", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...TEMPLATES.map(({ id }) => id)),
      fc.array(step, { maxLength: 40 }),
      (id, steps) => {
        const scene = steps.reduce((now, each, at) => apply(now, each, `x${at}`), start(id));
        expect(integrity(scene)).toEqual([]);
        expect(sceneSchema.safeParse(scene).success).toBe(true);
      },
    ),
    { numRuns: 150 },
  );
});

test("a scene written into a document reads back as itself", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const doc = new Y.Doc();
      writeScene(doc, start("letterpress"));
      const scene = steps.reduce((now, each, at) => apply(now, each, `x${at}`), start("letterpress"));
      writeScene(doc, scene);
      expect(readScene(doc)).toEqual(scene);
    }),
    { numRuns: 60 },
  );
});

test("two people who edit apart converge on one scene that holds", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 15 }), fc.array(step, { maxLength: 15 }), (mine, yours) => {
      const [a, b] = [new Y.Doc(), new Y.Doc()];
      writeScene(a, start("sunburst"));
      Y.applyUpdate(b, Y.encodeStateAsUpdate(a));
      for (const [doc, steps, who] of [
        [a, mine, "a"],
        [b, yours, "b"],
      ] as const) {
        let scene = readScene(doc);
        for (const [at, each] of steps.entries()) {
          scene = apply(scene, each, `${who}${at}`);
          writeScene(doc, scene);
        }
      }
      Y.applyUpdate(a, Y.encodeStateAsUpdate(b));
      Y.applyUpdate(b, Y.encodeStateAsUpdate(a));
      const [left, right] = [readScene(a), readScene(b)];
      expect(left).toEqual(right);
      expect(integrity(left)).toEqual([]);
    }),
    { numRuns: 80 },
  );
});

test("settling drops what dangles and nothing else", () => {
  const scene = start("ledger");
  const hero = Object.values(scene.nodes).find(({ type }) => type === "hero");
  const broken = {
    ...scene,
    nodes: Object.fromEntries(Object.entries(scene.nodes).filter(([id]) => id !== hero?.id)),
  };
  expect(integrity(broken).length).toBeGreaterThan(0);
  expect(integrity(settle(broken))).toEqual([]);
  expect(settle(scene)).toBe(scene);
});

test("a stored scene of the present version migrates to itself, an unknown node is refused", () => {
  const scene = start("letterpress");
  expect(migrateScene(JSON.parse(JSON.stringify(scene)))).toEqual(scene);
  const alien = {
    ...scene,
    nodes: { ...scene.nodes, z: { id: "z", type: "blink", v: 1, parent: null, order: "a0", props: {} } },
  };
  expect(() => migrateScene(alien)).toThrow();
});
