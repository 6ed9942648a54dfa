import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { ISLAND } from "../lib/scene/assets.generated";
import { compile } from "../lib/scene/compile";
import { fill } from "../lib/scene/fill";
import { family, invitation, OCCASIONS, pageContext } from "../lib/scene/fixtures";
import { instantiate } from "../lib/scene/instantiate";
import { TEMPLATES } from "../lib/scene/templates/catalogue";
import type { Bench } from "./bench";

const KB = 1_024;
// What a server may send before the first acknowledgement: ten segments (RFC 6928).
const FIRST_FLIGHT = 14_336;

/** What a page of each template weighs as a browser gets it, for everybody and with a household's form. */
export const bench: Bench = {
  key: "weight",
  work: "HTML and CSS of the heaviest page, gzipped, over every template; a household's page with its form included",
  beside: "the first 14,336 bytes of a connection",
  goal: "HTML + CSS ≤ 12 KB, JS ≤ 6 KB",
  reached: ({ ours, also }) => Math.max(...ours) <= 12 && Math.max(...(also?.["JS, KB"] ?? [])) <= 6,
  async run() {
    const pages: { name: string; size: number }[] = [];
    for (const { id } of TEMPLATES) {
      const facts = OCCASIONS[id as keyof typeof OCCASIONS];
      let nodes = 0;
      const scene = instantiate(id, { newId: () => `n${nodes++}`, locale: "en" });
      const { parts } = await compile(scene, facts, "en");
      const weigh = (context: ReturnType<typeof pageContext>) => gzipSync(fill(parts, context)).length / KB;
      pages.push({ name: id, size: weigh(pageContext(null)) });
      pages.push({ name: `${id} with form`, size: weigh(pageContext(invitation(family(4, facts)))) });
    }
    const script = gzipSync(readFileSync(join(import.meta.dirname, "../public", ISLAND.url))).length / KB;
    const heaviest = Math.max(...pages.map(({ size }) => size));
    return {
      ours: [heaviest],
      theirs: [FIRST_FLIGHT / KB],
      ratios: [(heaviest * KB) / FIRST_FLIGHT],
      unit: "KB",
      also: { "JS, KB": [script] },
      note: pages.map(({ name, size }) => `${name} ${size.toFixed(2)}`).join(", "),
    };
  },
};
