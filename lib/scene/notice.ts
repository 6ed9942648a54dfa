import { sha256 } from "./compile";
import { paletteOf } from "./palettes";
import { SlotBook } from "./parts";
import { letterpress } from "./templates/letterpress";
import type { Theme } from "./theme";
import { typePairOf } from "./type-pairs";
import { direction, words } from "./words";

/** What a guest may be told instead of an invitation, and the status it is told with. */
export const NOTICE_STATUS = {
  revoked: 410,
  expired: 410,
  unknown: 404,
  unpublished: 404,
  notFound: 404,
  password: 401,
  busy: 503,
} as const;

export type NoticeKind = keyof typeof NOTICE_STATUS;

export type NoticeOptions = {
  /** The site's theme, where there is a site; else the house's own paper. */
  theme?: Theme;
  locale?: string;
  /** One more sentence, for instance the host's. */
  detail?: string | null;
  /** With `password`: the last try was wrong. */
  wrong?: boolean;
};

export type Notice = { html: string; status: number; styleHashes: string[] };

const made = new Map<string, Promise<Notice>>();

/** A finished polite page with its status and the hash of its style. Kept in memory: there are few of them. */
export function notice(kind: NoticeKind, options: NoticeOptions = {}): Promise<Notice> {
  if (options.detail) return draw(kind, options);
  const key = JSON.stringify([kind, options]);
  let found = made.get(key);
  if (!found) {
    if (made.size > 200) made.clear();
    found = draw(kind, options);
    made.set(key, found);
  }
  return found;
}

async function draw(kind: NoticeKind, options: NoticeOptions): Promise<Notice> {
  const [{ renderToStaticMarkup }, { createElement }, { NoticeDocument }, css] = await Promise.all([
    import("react-dom/server"),
    import("react"),
    import("@/components/scene/notice"),
    import("@/components/scene/css/page-style"),
  ]);
  const theme = options.theme ?? letterpress.theme;
  const locale = options.locale ?? "en";
  const t = words(locale);
  const palette = paletteOf(theme.palette);
  const view = {
    facts: { project: { name: "", kind: "other", eventDate: null, timezone: "UTC", locale }, events: [] },
    locale,
    dir: direction(locale),
    t,
    theme,
    palette,
    pair: typePairOf(theme.type),
    slots: new SlotBook(),
    used: new Set(["notice", `orn-${theme.ornament}`]),
    children: () => [],
    order: [],
    yes: "",
    no: "",
  };
  const style = css.stylesheet({ ...view, length: 12, events: 0 });
  const text = {
    title: t(`notice.${kind}.title`),
    body: t(`notice.${kind}.body`),
    detail: options.detail ?? null,
    gate:
      kind === "password"
        ? {
            label: t("notice.password.label"),
            button: t("notice.password.button"),
            wrong: options.wrong ? t("notice.password.wrong") : null,
          }
        : null,
  };
  const assets = {
    style,
    preload: css.preloads(view.pair),
    script: { url: "", integrity: "" },
    themeColor: palette.base.bg,
    dark: css.isDark(palette),
  };
  const html = `<!doctype html>${renderToStaticMarkup(createElement(NoticeDocument, { view, text, assets }))}`;
  return { html, status: NOTICE_STATUS[kind], styleHashes: [await sha256(style)] };
}
