import type { DocumentAssets } from "./document";
import { Ornament } from "./ornaments/ornament";
import type { SceneView } from "./view";

export type NoticeText = {
  title: string;
  body: string;
  detail: string | null;
  /** A password form: its label, button, and what was wrong. */
  gate: { label: string; button: string; wrong: string | null } | null;
};

/** A page that says one polite thing, on the same paper as the invitation it stands in for. */
export function NoticeDocument({
  view,
  text,
  assets,
}: {
  view: SceneView;
  text: NoticeText;
  assets: DocumentAssets;
}) {
  const { theme } = view;
  const { gate } = text;
  return (
    <html lang={view.locale} dir={view.dir}>
      {/* biome-ignore lint/style/noHeadElement: this is a whole document, not a page of Next */}
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{text.title}</title>
        <meta name="robots" content="noindex" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content={assets.dark ? "dark" : "only light"} />
        <meta name="theme-color" content={assets.themeColor} />
        <link rel="icon" href="data:," />
        {assets.preload.map((href) => (
          <link key={href} rel="preload" href={href} as="font" type="font/woff2" crossOrigin="" />
        ))}
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own stylesheet, whose hash the policy names */}
        <style dangerouslySetInnerHTML={{ __html: assets.style }} />
      </head>
      <body className={`b b-base al-${theme.align} p-${theme.paper} c-${theme.control}`}>
        <main className="notice">
          <Ornament view={view} size="rule" />
          <h1>{text.title}</h1>
          <p>{text.body}</p>
          {text.detail ? <p>{text.detail}</p> : null}
          {gate ? (
            <form method="post" className="form">
              <div className="q">
                <label htmlFor="password">{gate.label}</label>
                <input
                  id="password"
                  name="password"
                  type="password"
                  required
                  autoComplete="current-password"
                  {...(gate.wrong
                    ? { "aria-invalid": true, "aria-describedby": "wrong", autoFocus: true }
                    : {})}
                />
                {gate.wrong ? (
                  <p className="err" id="wrong">
                    {gate.wrong}
                  </p>
                ) : null}
              </div>
              <p className="send">
                <button className="btn" type="submit">
                  {gate.button}
                </button>
              </p>
            </form>
          ) : null}
        </main>
      </body>
    </html>
  );
}
