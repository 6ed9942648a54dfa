import { paintFaults } from "./paint";

/** A mail as it leaves. `headers` are those that differ from mail to mail; absent where none were rendered. */
export type LintedMail = { html: string; text: string; headers?: Record<string, string> };
export type LintFault = { rule: string; found: string };

type Rule = {
  name: string;
  /** Who says so. */
  source: string;
  find: (mail: LintedMail) => string[];
};

const KILOBYTE = 1_024;
const matches = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([found]) => found);
const tags = (html: string, name: string) => matches(html, new RegExp(`<${name}\\b[^>]*>`, "gi"));
const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(`\\s${name}="([^"]*)"`, "i").exec(tag)?.[1];
const unescaped = (text: string) =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&#x27;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
/** The addresses that a mail's links lead to. */
const hrefs = (html: string): string[] => [
  ...new Set(tags(html, "a").map((tag) => unescaped(attribute(tag, "href") ?? ""))),
];
const isLocal = (host: string) => /(^|\.)localhost$|^127\.0\.0\.1$/.test(host);
const styles = (html: string) => [
  ...[...html.matchAll(/\sstyle="([^"]*)"/gi)].map(([, style]) => style!),
  ...[...html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/gi)].map(([, style]) => style!),
];

/** What the mail clients that matter ask of a mail, each with who says so. */
export const rules: Rule[] = [
  {
    name: "no layout that Outlook for Windows and Gmail drop",
    source: "caniemail.com: css-display-flex, css-display-grid, css-position, css-float",
    find: ({ html }) =>
      styles(html).flatMap((css) =>
        matches(css, /\bdisplay:\s*(?:inline-)?(?:flex|grid)|(?<![\w-])(?:position|float):\s*\w+/gi),
      ),
  },
  {
    name: "nothing fetched that styles, runs or asks",
    source:
      "developers.google.com/workspace/gmail/design/css; caniemail.com: html-script, html-form, html-link",
    find: ({ html }) => [
      ...matches(html, /<(?:script|form|input|iframe|object|embed|video|audio|svg)\b/gi),
      ...tags(html, "link").filter((tag) => attribute(tag, "rel") === "stylesheet"),
      ...matches(html, /@import\b/gi),
    ],
  },
  {
    name: "no handlers, and no scheme that runs",
    source: "RFC 2557 leaves it to clients, and all of them remove it",
    find: ({ html }) => [
      ...tags(html, "\\w+").filter((tag) => /\son\w+\s*=/i.test(tag.replace(/"[^"]*"/g, '""'))),
      ...matches(html, /(?:href|src)="\s*(?:javascript|data|vbscript):/gi),
    ],
  },
  {
    name: "no wider than 600 px",
    source: "Outlook.com and Gmail show mails in columns of 600 px; litmus.com/blog/email-width",
    find: ({ html }) => [
      ...matches(html, /\bwidth="(?:6(?:0[1-9]|[1-9]\d)|[7-9]\d\d|\d{4,})"/gi),
      ...styles(html).flatMap((css) =>
        matches(css, /(?<![\w-])(?:min-)?width:\s*(?:6(?:0[1-9]|[1-9]\d)|[7-9]\d\d|\d{4,})px/gi),
      ),
    ],
  },
  {
    name: "pictures with words and measures",
    source: "WCAG 2.2, 1.1.1; Outlook for Windows reads the attributes, not the style",
    find: ({ html }) =>
      tags(html, "img").filter(
        (tag) =>
          attribute(tag, "alt") === undefined ||
          !/^\d+$/.test(attribute(tag, "width") ?? "") ||
          !/^\d+$/.test(attribute(tag, "height") ?? ""),
      ),
  },
  {
    name: "legible in light and dark",
    source: "WCAG 2.2, 1.4.3: 4.5 to 1, asked of large words, too",
    find: ({ html }) => paintFaults(html),
  },
  {
    name: "says that it knows the dark",
    source: "caniemail.com: html-meta-color-scheme; without it Apple Mail turns colours by itself",
    find: ({ html }) =>
      ["color-scheme", "supported-color-schemes"].filter((name) => !html.includes(`<meta name="${name}"`)),
  },
  {
    name: "a language, a direction, a title",
    source: "WCAG 2.2, 3.1.1 and 2.4.2",
    find: ({ html }) => [
      ...(/<html[^>]*\slang="[\w-]+"/i.test(html) ? [] : ["lang"]),
      ...(/<html[^>]*\sdir="(?:ltr|rtl)"/i.test(html) ? [] : ["dir"]),
      ...(/<title>[^<]*\S[^<]*<\/title>/i.test(html) ? [] : ["title"]),
    ],
  },
  {
    name: "a line for the inbox",
    source: "litmus.com/blog/the-ultimate-guide-to-preview-text-support",
    find: ({ html }) =>
      /<div style="display:none[^"]*">[^<]*\p{L}/u.test(html) ? [] : ["no preheader before the mail begins"],
  },
  {
    name: "a text part that carries each link",
    source: "RFC 2046 §5.1.4: the parts of multipart/alternative say the same",
    find: ({ html, text }) =>
      text.trim() ? hrefs(html).filter((href) => !text.includes(href)) : ["the text part is empty"],
  },
  {
    name: "whole addresses, encrypted",
    source: "RFC 8058 §3.1 for unsubscribing; relative addresses have no base in a mail",
    find: ({ html }) =>
      hrefs(html).filter((href) => {
        if (/^(?:mailto:|tel:)./.test(href)) return false;
        if (!URL.canParse(href)) return true;
        const { protocol, hostname } = new URL(href);
        return protocol !== "https:" && !(protocol === "http:" && isLocal(hostname));
      }),
  },
  {
    name: "under 100 KB",
    source: "Gmail clips above 102 KB (spec/channels.md)",
    find: ({ html }) =>
      Buffer.byteLength(html) > 100 * KILOBYTE ? [`${Math.ceil(Buffer.byteLength(html) / KILOBYTE)} KB`] : [],
  },
  {
    name: "a stylesheet that Gmail keeps",
    source: "Gmail drops a style element of more than 8,192 characters: github.com/hteumeuleu/email-bugs",
    find: ({ html }) =>
      [...html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/gi)].flatMap(([, css]) =>
        css!.length > 8_192 ? [`${css!.length} characters`] : [],
      ),
  },
  {
    name: "unsubscribing in one click, and in sight",
    source: "RFC 8058; Gmail and Yahoo ask it of bulk senders since February 2024",
    find: ({ html, text, headers }) => {
      const inSight = [html, text].every((part) => part.includes("/unsubscribe/"));
      if (!headers) return inSight ? [] : ["no link to unsubscribe"];
      const named = Object.fromEntries(Object.entries(headers).map(([k, v]) => [k.toLowerCase(), v]));
      const address = /^<(https?:\/\/[^>]+)>$/.exec(named["list-unsubscribe"] ?? "")?.[1];
      return [
        ...(inSight ? [] : ["no link to unsubscribe"]),
        ...(address ? [] : ["List-Unsubscribe"]),
        ...(named["list-unsubscribe-post"] === "List-Unsubscribe=One-Click" ? [] : ["List-Unsubscribe-Post"]),
      ];
    },
  },
  {
    name: "no sign of how it was made",
    source: "lib/messaging/mail/parts.ts: characters for private use stand for slots while it is compiled",
    find: ({ html, text }) => matches(html + text, /\uE000\d+\uE001|\uE002\d+\uE003/g),
  },
];

/** Holds a finished mail against every rule; empty is what may leave. */
export const lintMail = (mail: LintedMail): LintFault[] =>
  rules.flatMap(({ name, find }) => find(mail).map((found) => ({ rule: name, found })));
