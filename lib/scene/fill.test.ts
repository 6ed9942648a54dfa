import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { type Compiled, compile, sha256 } from "./compile";
import { contentSecurityPolicy, fill } from "./fill";
import { family, guest, invitation, OCCASIONS, pageContext } from "./fixtures";
import { instantiate } from "./instantiate";
import { NOTICE_STATUS, type NoticeKind, notice } from "./notice";
import { setText } from "./ops/set-text";
import { TEMPLATES, type TemplateId } from "./templates/catalogue";

let n = 0;
const sceneOf = (id: TemplateId, palette?: string, type?: string) =>
  instantiate(id, { newId: () => `n${n++}`, locale: "en", palette, type });

const pages = new Map<TemplateId, Compiled>();
beforeAll(async () => {
  for (const { id } of TEMPLATES) pages.set(id, await compile(sceneOf(id), OCCASIONS[id], "en"));
});
const page = (id: TemplateId) => pages.get(id) as Compiled;
const ids = TEMPLATES.map(({ id }) => id);

const HOSTILE = [
  "<script>alert(1)</script>",
  `"><svg onload=alert(1)>`,
  "' onfocus='alert(1)",
  "</textarea><script>alert(1)</script>",
  "</style><script>alert(1)</script>",
  "javascript:alert(1)",
  "{{guest.firstName}}",
  "\u0001" + "0\u0002\u0003",
  "&lt;b&gt;",
  "$" + "{alert(1)}",
];

/** 200 hostile strings: the known ones, alone and wrapped. */
const hostile = Array.from({ length: 20 }, (_, i) =>
  HOSTILE.map((text) => `${"x".repeat(i)}${text}${i}`),
).flat();

test.each(ids)("%s: nothing a guest or host is called can become markup, in 200 tries", (id) => {
  const facts = OCCASIONS[id];
  const eventIds = facts.events.map((event) => event.id);
  const bare = fill(
    page(id).parts,
    pageContext(invitation([guest("g", "x", "x", { eventIds })], { errors: [{ path: "x", message: "x" }] })),
  );
  for (const text of hostile) {
    const html = fill(
      page(id).parts,
      pageContext(
        invitation([guest("g", text, text, { eventIds })], {
          household: { name: text },
          closedMessage: text,
          calendarUrl: text,
          beaconUrl: text,
          entries: [["message", text]],
          errors: [{ path: text, message: text }],
        }),
      ),
    );
    for (const tag of ["<script", "<svg", "onload=", "</textarea", "</style"]) {
      if (!tag.includes("="))
        expect(html.split(tag).length, `${tag} with ${text}`).toBe(bare.split(tag).length);
    }
    // Of every tag, what is left when quoted values are taken away names its attributes.
    const handlers = (html.match(/<[a-z][^>]*>/gi) ?? []).filter((tag) =>
      /\son\w+=/i.test(tag.replace(/"[^"]*"/g, "")),
    );
    expect(handlers).toEqual([]);
    expect(html.includes('href="javascript:')).toBe(false);
  }
});

test("what a host writes into texts and facts is escaped when compiled", async () => {
  const scene = sceneOf("ledger");
  const story = Object.values(scene.nodes).find((node) => node.type === "text" && node.props.role === "lead");
  const facts = OCCASIONS.ledger;
  const nasty = `<img src=x onerror="alert(1)">\u0001`;
  const compiled = await compile(
    setText(scene, story?.id ?? "", "text", `<img src=x onerror="alert(1)">`),
    {
      project: { ...facts.project, name: nasty },
      events: facts.events.map((event) => ({
        ...event,
        name: nasty,
        venueName: nasty,
        address: nasty,
        dressCode: nasty,
      })),
    },
    "en",
  );
  expect(fill(compiled.parts, pageContext(invitation(family(2, facts))))).not.toContain("<img");
});

test.each(ids)("%s: parts survive JSON, and the same input gives the same bytes", async (id) => {
  const context = pageContext(invitation(family(4, OCCASIONS[id])));
  const again: Compiled = JSON.parse(JSON.stringify(page(id)));
  expect(fill(again.parts, context)).toBe(fill(page(id).parts, context));
  const scene = sceneOf(id);
  const [one, two] = [await compile(scene, OCCASIONS[id], "en"), await compile(scene, OCCASIONS[id], "en")];
  expect(one).toEqual(two);
});

test.each(TEMPLATES)(
  "$id: HTML and CSS fit one congestion window in every palette and type pair",
  async (template) => {
    const facts = OCCASIONS[template.id];
    const context = pageContext(invitation(family(4, facts)));
    for (const palette of template.palettes) {
      for (const type of template.typePairs) {
        const { parts } = await compile(sceneOf(template.id, palette, type), facts, "en");
        expect(gzipSync(fill(parts, context)).length).toBeLessThanOrEqual(12 * 1024);
      }
    }
  },
);

test.each(ids)(
  "%s: a guest sees only the events they are invited to, the public only the main one or what is shown",
  (id) => {
    const facts = OCCASIONS.letterpress;
    if (id !== "letterpress") return;
    const dinnerOnly = fill(
      page(id).parts,
      pageContext(invitation([guest("g", "Ana", null, { eventIds: ["dinner"] })])),
    );
    expect(dinnerOnly).toContain("The lemon house");
    expect(dinnerOnly).not.toContain("Strada di Cetinale");
    expect(fill(page(id).parts, pageContext(null))).not.toContain(facts.events[1]?.venueName);
  },
);

test.each(ids)(
  "%s: the policy allows exactly the page's own style, and no inline style or script is used",
  async (id) => {
    const html = fill(page(id).parts, pageContext(invitation(family(2, OCCASIONS[id]))));
    const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? "";
    const hash = await sha256(style);
    expect(contentSecurityPolicy(page(id).styleHashes)).toContain(`'${hash}'`);
    expect(html.match(/<style/g)).toHaveLength(1);
    expect(html).not.toMatch(/\sstyle="/);
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)/);
    expect(/(?!\n)\p{Cc}/u.test(html)).toBe(false);
  },
);

test("a page says who it is for in every language's direction", async () => {
  const compiled = await compile(sceneOf("letterpress"), OCCASIONS.letterpress, "ar");
  const html = fill(compiled.parts, pageContext(invitation(family(1, OCCASIONS.letterpress))));
  expect(html).toContain('<html lang="ar" dir="rtl">');
});

test("a project without events or with any number of them compiles", async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...ids), fc.nat(6), async (id, count) => {
      const facts = OCCASIONS[id];
      const events = Array.from({ length: count }, (_, i) => ({
        ...(facts.events[0] as (typeof facts.events)[0]),
        id: `e${i}`,
        venueName: null,
        address: null,
      }));
      const { parts } = await compile(sceneOf(id), { ...facts, events }, "en");
      const html = fill(parts, pageContext(invitation(family(2, { ...facts, events }))));
      expect(html).toContain("</html>");
    }),
    { numRuns: 15 },
  );
});

test("every notice is a whole page that searches and referrers leave alone", async () => {
  for (const kind of Object.keys(NOTICE_STATUS) as NoticeKind[]) {
    const { html, status, styleHashes } = await notice(kind);
    expect(status).toBe(NOTICE_STATUS[kind]);
    expect(html).toMatch(/<h1>[^<]+<\/h1>/);
    expect(html).toContain('name="robots" content="noindex"');
    expect(styleHashes).toHaveLength(1);
  }
});
