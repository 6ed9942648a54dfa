/**
 * Compiling and filling guest pages. For colleagues:
 *
 *   compile(scene: Scene, facts: Facts, locale: string): Promise<Compiled>     lib/scene/compile.ts   (server)
 *   fill(parts: Part[], context: PageContext): string                          lib/scene/fill.ts      (pure, hot)
 *   contentSecurityPolicy(styleHashes: string[]): string                       lib/scene/fill.ts
 *   notice(kind: NoticeKind, options?: NoticeOptions): Promise<Notice>         lib/scene/notice.ts
 *   parseAnswerForm(data: FormData | URLSearchParams, form, guests, plusOnes?): ParsedAnswer   lib/scene/answer-form.ts
 *   applies(form, questionId, response, all): boolean                          lib/scene/answer-rules.ts
 *   instantiate(templateId, { newId, locale, ...choices }): Scene              lib/scene/instantiate.ts
 *   resolveText(parseText("{{guest.firstName|friend}}"), values, locale)       lib/scene/text.ts, fields.ts
 *
 * `Compiled` is JSON: keep it as it is, keyed by version, facts, locale and `RENDERER`. The same parts serve the
 * public page (`invitation: null`) and every household's (`invitation: {...}`, see context.ts). A personal page
 * is sent `no-store`, `noindex`, `Referrer-Policy: no-referrer`. `?a=yes|no` on `/i/<token>` → `prefill`; the form
 * posts to the path of `invitation.url`; after an accepted post answer 303 to that path with `?thanks` (→
 * `justAnswered`); a refused one is 422 with `entries` and `errors`. The island posts the same body with an
 * `Idempotency-Key` header, follows the 303, and swaps in what it gets.
 */
import { ISLAND, RENDERER } from "./assets.generated";
import { type Facts, mainEvent } from "./facts";
import { settle } from "./integrity";
import { measureOf } from "./measure";
import { paletteOf } from "./palettes";
import { type Part, SlotBook } from "./parts";
import { childrenOf, inLanguage, rootOf, type Scene, type SceneNode } from "./scene";
import { typePairOf } from "./type-pairs";
import { direction, words } from "./words";

export { RENDERER };

/** A compiled page, ready to be kept as JSON. */
export type Compiled = {
  parts: Part[];
  locale: string;
  dir: "ltr" | "rtl";
  /** What `contentSecurityPolicy` names (`sha256-…`). */
  styleHashes: string[];
  /** Fonts of the first screen, for a `Link: rel=preload` header. */
  preload: string[];
  renderer: string;
};

/** `sha256-…` of a text, as CSP and Subresource Integrity write it. */
export async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}

/** The events in the order in which one of them is "the event": the main one, then by time. */
function preference(facts: Facts): string[] {
  const main = mainEvent(facts);
  const rest = facts.events
    .filter(({ id }) => id !== main?.id)
    .sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt) || (a.id < b.id ? -1 : 1));
  return [...(main ? [main.id] : []), ...rest.map(({ id }) => id)];
}

/**
 * Compiles a scene with the occasion's facts in one language to the parts of its page. Deterministic: the same
 * input and `RENDERER` give the same parts. Throws when the scene has no page at its root.
 */
export async function compile(scene: Scene, facts: Facts, locale: string): Promise<Compiled> {
  // The one place where lib draws: the renderer is the same that the editor's canvas imports.
  const [{ renderToStaticMarkup }, { createElement }, { Document }, { flourishOf }, css, { plain }] =
    await Promise.all([
      import("react-dom/server"),
      import("react"),
      import("@/components/scene/document"),
      import("@/components/scene/ornaments/ornament"),
      import("@/components/scene/css/page-style"),
      import("@/components/scene/words"),
    ]);
  const settled = settle(inLanguage(scene, locale));
  const page = rootOf(settled);
  if (!page) throw new Error("The scene has no page.");
  const children = childrenOf(settled);
  const nodes = Object.values(settled.nodes);
  const rsvp = nodes.find((node): node is SceneNode<"rsvp"> => node.type === "rsvp");
  const title = nodes.find(
    (node): node is SceneNode<"text"> => node.type === "text" && node.props.role === "title",
  );
  const slots = new SlotBook();
  const order = preference(facts);
  const palette = paletteOf(settled.theme.palette);
  const view = {
    facts,
    locale,
    dir: direction(locale),
    t: words(locale),
    theme: settled.theme,
    palette,
    pair: typePairOf(settled.theme.type),
    slots,
    used: new Set<string>(),
    children: (id: string) => children.get(id) ?? [],
    order,
    yes: rsvp?.props.yes ?? "",
    no: rsvp?.props.no ?? "",
  };
  const headlines = title
    ? [...facts.events, null].map((event) => measureOf(plain(view, title.props.text, event)))
    : [10];
  const flourish = renderToStaticMarkup(flourishOf(view));
  const draw = (style: string) =>
    renderToStaticMarkup(
      createElement(Document, {
        view,
        page,
        flourish,
        assets: {
          style,
          preload: css.preloads(view.pair),
          script: ISLAND,
          themeColor: palette[heroSurface(children.get(page.id) ?? [])].bg,
          dark: css.isDark(palette),
        },
      }),
    );
  // The first drawing finds out which rules the page uses; the second carries them.
  draw("");
  const style = css.stylesheet({ ...view, length: Math.max(...headlines), events: facts.events.length });
  slots.slots.length = 0;
  const markup = `<!doctype html>${draw(style)}`;
  return {
    parts: slots.split(markup),
    locale,
    dir: view.dir,
    styleHashes: [await sha256(style)],
    preload: css.preloads(view.pair),
    renderer: RENDERER,
  };
}

const heroSurface = (sections: SceneNode[]) =>
  sections.find((node): node is SceneNode<"hero"> => node.type === "hero")?.props.surface ?? "base";
