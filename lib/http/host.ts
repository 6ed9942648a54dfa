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
