import { createHash } from "node:crypto";
import { mailWords } from "@/lib/messaging/mail/words";
import { html, Markup } from "@/lib/scene/html";

const style = `*{box-sizing:border-box;margin:0}
:root{color-scheme:light dark;--paper:#f6f5f3;--sheet:#fff;--line:#e6e3de;--ink:#211f1c;--soft:#6b6760;--button:#211f1c;--on:#fff}
@media (prefers-color-scheme:dark){:root{--paper:#171614;--sheet:#211f1d;--line:#34312e;--ink:#eceae6;--soft:#a8a39b;--button:#eceae6;--on:#171614}}
body{min-height:100vh;min-height:100svh;display:grid;place-items:center;padding:1.25rem;background:var(--paper);color:var(--ink);font:400 1.0625rem/1.5 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main{width:100%;max-width:27rem;background:var(--sheet);border:1px solid var(--line);border-radius:10px;padding:2rem 1.75rem}
h1{font-size:1.35rem;line-height:1.3;font-weight:600;letter-spacing:-.01em;text-wrap:balance;overflow-wrap:anywhere}
p{margin-top:.75rem;color:var(--soft);overflow-wrap:anywhere}
button{margin-top:1.5rem;min-height:2.75rem;padding:.6rem 1.4rem;border:1px solid var(--button);border-radius:8px;background:var(--button);color:var(--on);font:inherit;font-weight:600;cursor:pointer}
label{display:flex;gap:.75rem;align-items:flex-start;margin-top:1rem;min-height:2.75rem;cursor:pointer}
label input{width:1.25rem;height:1.25rem;margin:.15rem 0 0;flex:none;accent-color:var(--button)}
label small{display:block;color:var(--soft);font-size:.9375rem;overflow-wrap:anywhere}
strong{color:var(--ink);font-weight:600}
a{color:inherit;text-underline-offset:.2em}
button.quiet{background:transparent;color:var(--ink);border-color:var(--line);font-weight:500}
:focus-visible{outline:2px solid var(--ink);outline-offset:3px}`;

const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** What the page has to say; `asked` before the button, `unknown` for a link that is none of ours. */
export type Said =
  | { state: "asked" | "done" | "back"; organization: string; address: string; token?: string }
  | { state: "test" | "unknown" };

const form = (label: string, undo: boolean) => html`<form method="post">
<input type="hidden" name="${undo ? "undo" : "List-Unsubscribe"}" value="${undo ? "yes" : "One-Click"}">
<button${new Markup(undo ? ' class="quiet"' : "")}>${label}</button>
</form>`;

/** The page where one unsubscribes: a question with one button. Opening it changes nothing; robots open every link. */
export function unsubscribePage(said: Said): Response {
  const t = mailWords("en");
  const words = () => {
    switch (said.state) {
      case "asked":
        return [
          t("unsubscribe.ask", said),
          t("unsubscribe.askMore"),
          form(t("unsubscribe.button"), false),
        ] as const;
      case "done":
        return [
          t("unsubscribe.done"),
          t("unsubscribe.doneMore", said),
          form(t("unsubscribe.undo"), true),
        ] as const;
      case "back":
        return [
          t("unsubscribe.back"),
          t("unsubscribe.backMore", said),
          form(t("unsubscribe.button"), false),
        ] as const;
      case "test":
        return [t("unsubscribe.test"), t("unsubscribe.testMore"), null] as const;
      case "unknown":
        return [t("unsubscribe.unknown"), t("unsubscribe.unknownMore"), null] as const;
    }
  };
  const [title, more, below] = words();
  const isOurs = said.state === "asked" || said.state === "done" || said.state === "back";
  // The address of this page ends in the link's token, and that page's does too.
  const choose =
    isOurs && said.token
      ? html`<p><a href="/preferences/${said.token}">${t("unsubscribe.choose")}</a></p>`
      : null;
  return documentOf({
    ...{ name: t("unsubscribe.title"), title, more, below: html`${below}${choose}` },
    status: said.state === "unknown" ? 404 : 200,
  });
}

type Document = { name: string; title: string; more: string; below: Markup | null; status?: number };

/** A page of a guest host that answers a link from a mail: a heading, a sentence, and what can be done. */
export function documentOf({ name, title, more, below, status = 200 }: Document): Response {
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${name}</title>
<style>${new Markup(style)}</style></head>
<body><main><h1>${title}</h1><p>${more}</p>${below}</main></body></html>`;
  return new Response(page.value, {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy": policy,
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-robots-tag": "noindex",
    },
  });
}
