/** What a request's host is for. Pure; middleware and handle share it. */
export type HostKind =
  | { kind: "app" }
  | { kind: "root" }
  | { kind: "site"; subdomain: string }
  | { kind: "other"; host: string };

/**
 * Sorts a Host header: the organizers' app, the landing page, a guest site's label, or anything else
 * (a custom domain).
 *
 * @param host as sent, with its port
 * @param app host of APP_URL, `app.example.com`
 * @param sites SITES_DOMAIN, `example.site` or `localhost:3000`
 */
export function hostKind(host: string | null, app: string, sites: string): HostKind {
  const name = (host ?? "").toLowerCase();
  if (name === app) return { kind: "app" };
  const appRoot = app.replace(/^app\./, "");
  const bare = name.replace(/^www\./, "");
  if (bare === appRoot || bare === sites || name === "" || /^(127\.0\.0\.1|\[::1\])(:\d+)?$/.test(name))
    return { kind: "root" };
  if (name.endsWith(`.${sites}`)) {
    const subdomain = name.slice(0, -sites.length - 1);
    if (!subdomain.includes(".")) return { kind: "site", subdomain };
  }
  return { kind: "other", host: name };
}

/** What the middleware does with a request for a page: let it pass, answer with another path, or send it elsewhere. */
export type Way = { do: "pass" } | { do: "rewrite"; to: string } | { do: "redirect"; to: string };

/** Names the page that was asked for to whoever renders it, for the way back from signing in. */
export const pathHeader = "x-eios-path";
/** Names the host of a custom domain to the handlers of guest sites. */
export const hostHeader = "x-eios-host";

/** Whether a request only asks what a page elsewhere may ask of the API: one handler answers for all routes. */
export const isPreflight = (method: string, path: string): boolean =>
  method === "OPTIONS" && path.startsWith("/api/");

const forMembers = /^\/(dashboard|editor|checkin|account|admin)(\/|$)/;
const session = /(?:^|;\s*)(?:__Secure-)?authjs\.session-token=[^;\s]/;
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Where a request for a page leads, by strings alone: whether a session's cookie still opens anything is seen where
 * the page is made.
 *
 * - a guest site's host and any unknown one: the handlers under `/public/<subdomain>` (`_` for unknown hosts)
 * - the root: the landing page; everything else is the app's
 * - the app: its pages, those for members only with a session cookie
 *
 * @param request path and search as sent, still encoded
 */
export function wayOf(
  request: { host: string | null; path: string; search: string; cookie: string | null },
  at: { appUrl: string; sites: string },
): Way {
  const app = new URL(at.appUrl);
  const { path, search } = request;
  const rest = path === "/" ? "" : path;
  const kind = hostKind(request.host, app.host, at.sites);
  if (kind.kind === "site") return { do: "rewrite", to: `/public/${kind.subdomain}${rest}${search}` };
  if (kind.kind === "other") return { do: "rewrite", to: `/public/_${rest}${search}` };

  const [, site, below] = /^\/public(?:\/([^/]*)(\/.*)?)?$/.exec(path) ?? [];
  if (site !== undefined && label.test(site)) {
    return { do: "redirect", to: `${app.protocol}//${site}.${at.sites}${below ?? "/"}${search}` };
  }
  if (/^\/public(\/|$)/.test(path)) return { do: "rewrite", to: "/public/_" };

  const onApp = kind.kind === "app";
  if (path === "/") return onApp ? { do: "redirect", to: `${app.origin}/dashboard` } : { do: "pass" };
  if (!onApp) return { do: "redirect", to: `${app.origin}${path}${search}` };
  if (forMembers.test(path) && !session.test(request.cookie ?? "")) {
    const query = new URLSearchParams({ returnTo: `${path}${search}` });
    return { do: "redirect", to: `${app.origin}/auth/login?${query}` };
  }
  return { do: "pass" };
}
