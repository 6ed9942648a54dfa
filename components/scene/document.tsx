import type { SceneNode } from "@/lib/scene/scene";
import type { Text } from "@/lib/scene/text";
import { When } from "./scoped";
import { Section } from "./sections";
import type { SceneView } from "./view";
import { plain } from "./words";

export type DocumentAssets = {
  style: string;
  preload: string[];
  script: { url: string; integrity: string };
  themeColor: string;
  dark: boolean;
};

const mainOf = (view: SceneView) => view.facts.events.find(({ id }) => id === view.order[0]) ?? null;

function Head({ view, page, assets }: { view: SceneView; page: SceneNode<"page">; assets: DocumentAssets }) {
  const say = (text: Text) => plain(view, text, mainOf(view)).trim();
  const title = say(page.props.title) || view.facts.project.name;
  const description = say(page.props.description);
  return (
    <>
      {/* biome-ignore lint/style/noHeadElement: this is a whole document, not a page of Next */}
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        {description ? <meta name="description" content={description} /> : null}
        <When view={view} is={{ noindex: true }}>
          <meta name="robots" content="noindex" />
        </When>
        <When view={view} is={{ personal: true }}>
          <meta name="referrer" content="no-referrer" />
        </When>
        <meta property="og:type" content="website" />
        <meta property="og:title" content={title} />
        {description ? <meta property="og:description" content={description} /> : null}
        <meta property="og:locale" content={view.locale.replace("-", "_")} />
        {view.slots.leaf({ slot: "card", alt: title })}
        <meta name="color-scheme" content={assets.dark ? "dark" : "only light"} />
        <meta name="theme-color" content={assets.themeColor} />
        {/* No icon is asked for: the page carries the hosts' taste and none of ours. */}
        <link rel="icon" href="data:," />
        {assets.preload.map((href) => (
          <link key={href} rel="preload" href={href} as="font" type="font/woff2" crossOrigin="" />
        ))}
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own stylesheet, whose hash the policy names */}
        <style dangerouslySetInnerHTML={{ __html: assets.style }} />
        {assets.script.url ? (
          <script type="module" src={assets.script.url} integrity={assets.script.integrity} crossOrigin="" />
        ) : null}
      </head>
    </>
  );
}

/** The body of a page: what an editor's canvas shows, and what `Document` wraps. */
export function PageBody({
  view,
  sections,
  flourish,
}: {
  view: SceneView;
  sections: SceneNode[];
  flourish: string;
}) {
  const heroes = sections.filter(({ type }) => type === "hero");
  const rest = sections.filter(({ type }) => type !== "hero" && type !== "footer");
  const footers = sections.filter(({ type }) => type === "footer");
  const draw = (node: SceneNode) => (
    <Section key={node.id} view={view} node={node} scope={undefined} flourish={flourish} />
  );
  return (
    <>
      {heroes.map(draw)}
      <main>{rest.map(draw)}</main>
      {footers.map(draw)}
    </>
  );
}

/** The whole HTML document of a scene, with sentinels where it differs from guest to guest. */
export function Document(props: {
  view: SceneView;
  page: SceneNode<"page">;
  assets: DocumentAssets;
  flourish: string;
}) {
  const { view, page, assets, flourish } = props;
  const { theme } = view;
  return (
    <html lang={view.locale} dir={view.dir}>
      <Head view={view} page={page} assets={assets} />
      <body
        className={`b b-base al-${theme.align} p-${theme.paper} c-${theme.control} x-${theme.section} k-${theme.heading}`}
      >
        <a className="skip" href="#rsvp">
          {view.t("skip")}
        </a>
        <PageBody view={view} sections={view.children(page.id)} flourish={flourish} />
        {view.slots.leaf({ slot: "beacon" })}
      </body>
    </html>
  );
}
