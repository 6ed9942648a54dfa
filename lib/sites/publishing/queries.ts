import { withTenant } from "@/db/client";
import { env, siteOrigin } from "@/lib/clients/env";
import { translateDatabaseError } from "@/lib/http/constraints";
import { limit } from "@/lib/http/limit";
import { AppError } from "@/lib/http/problem";
import { drawCard } from "@/lib/scene/card";
import { contentSecurityPolicy, fill } from "@/lib/scene/fill";
import { type NoticeKind, notice } from "@/lib/scene/notice";
import { provenScope } from "@/lib/tenancy/scope";
import { movedTo } from "../addresses/queries";
import { gateCookie, hasPassed, isPassword } from "../password/policy";
import { cacheTag, cardUrl } from "../policy";
import { factsOf, findVersion, siteOfHost, themeOf } from "../queries";
import { artifactFor } from "./mutations";

type Served = NonNullable<Awaited<ReturnType<typeof siteOfHost>>>["site"];

/** Guesses a minute at a site's password: from one address, and from all. */
const TRIES = 10;
const TRIES_OF_ALL = 120;

// The front (or a CDN) may keep a page this long; publishing purges it by tag before that. The countdown is told in days.
const KEPT_SECONDS = 300;

/** The host a page was asked for, and what its sender brought. `subdomain` is `_` for the custom domain that `host` names. */
export type Visit = { subdomain: string; host: string | null; cookie: string | null };

/**
 * The published page of a label of the sites' domain, for everybody: its bytes, or the polite page with its status.
 * Behind a password it is for those alone who bring the gate's cookie, and kept by nobody.
 */
export const publicPage = (visit: Visit): Promise<Response> => orBusy(() => publishedPage(visit));

/** A database that is away for a moment is told by a polite page, never by a bare error. */
async function orBusy(answer: () => Promise<Response>): Promise<Response> {
  try {
    return await answer();
  } catch (cause) {
    const error = translateDatabaseError(cause);
    if (!(error instanceof AppError)) throw cause;
    const busy = await politePage("busy");
    busy.headers.set("retry-after", String(error.more.retryAfter ?? 2));
    return new Response(busy.body, { status: 503, headers: busy.headers });
  }
}

async function publishedPage(visit: Visit): Promise<Response> {
  const found = await servedAt(visit);
  if (found instanceof Response) return found;
  const { site, versionId } = found;
  const { passwordHash } = site;
  if (passwordHash !== null && !hasPassed(site, visit.cookie, new Date(), isSecure())) return gate(site);
  // A first reader after a changed fact compiles and keeps the page, so this is no read-only transaction.
  const { html, compiled } = await withTenant(provenScope(site.organizationId), async (tx, now) => {
    const scope = provenScope(site.organizationId);
    const { compiled, cardKey } = await artifactFor({ tx, scope }, site, versionId);
    const look = {
      now: now.toISOString(),
      origin: siteOrigin(site),
      noindex: site.indexed !== "yes" || passwordHash !== null,
      card: cardUrl(siteOrigin(site), cardKey, passwordHash),
      invitation: null,
    };
    return { html: fill(compiled.parts, look), compiled };
  });
  return page(html, 200, compiled.styleHashes, {
    ...(passwordHash === null
      ? {
          "cache-control": `public, max-age=0, s-maxage=${KEPT_SECONDS}, must-revalidate`,
          "cache-tag": cacheTag(site.id),
          "vercel-cache-tag": cacheTag(site.id),
        }
      : { "cache-control": "private, no-store" }),
    ...((site.indexed !== "yes" || passwordHash !== null) && { "x-robots-tag": "noindex" }),
    link: compiled.preload
      .map((font) => `<${font}>; rel=preload; as=font; type="font/woff2"; crossorigin`)
      .join(", "),
  });
}

/** The published site at an address, or the answer to give instead. */
export async function servedAt({ subdomain, host }: Visit) {
  const found = await siteOfHost(subdomain.toLowerCase(), host);
  if (!found) return elsewhere(subdomain, "/");
  const { site } = found;
  if (site.status !== "published" || !site.publishedVersionId) {
    return politePage("unpublished", site.locale);
  }
  return { site, versionId: site.publishedVersionId };
}

/** The way from a label that a site had before to where it is now; else the polite page that there is nothing. */
export async function elsewhere(subdomain: string, path: string): Promise<Response> {
  const found = await siteOfHost(subdomain.toLowerCase(), null);
  const origin = found || subdomain === "_" ? null : await movedTo(subdomain);
  if (!origin) return politePage("notFound");
  // Not for ever: in 30 days the label may be somebody else's.
  return new Response(null, {
    status: 307,
    headers: { location: origin + path, "cache-control": "no-store" },
  });
}

/** Opens the gate for who knows the password: 303 with the cookie, or the question again. */
export const openGate = (visit: Visit, password: string, address: string): Promise<Response> =>
  orBusy(() => tryPassword(visit, password, address));

async function tryPassword(visit: Visit, password: string, address: string): Promise<Response> {
  const found = await servedAt(visit);
  if (found instanceof Response) return found;
  const { site } = found;
  if (site.passwordHash === null) return seeOther();
  try {
    await limit(`${site.id}:${address}`, "gate", TRIES);
    await limit(site.id, "gate", TRIES_OF_ALL);
  } catch (error) {
    if (!(error instanceof AppError && error.code === "rate_limited")) throw error;
    const { html, styleHashes } = await notice("busy", { locale: site.locale });
    const retry = String(error.more.retryAfter ?? 60);
    return page(html, 429, styleHashes, { "cache-control": "no-store", "retry-after": retry });
  }
  if (!(await isPassword(password.slice(0, 200), site.passwordHash))) return gate(site, true);
  return seeOther({ "set-cookie": gateCookie(site, new Date(), isSecure()) });
}

const isSecure = () => env().APP_URL.startsWith("https:");
const seeOther = (headers: Record<string, string> = {}) =>
  new Response(null, { status: 303, headers: { location: "/", "cache-control": "no-store", ...headers } });

/**
 * A site's image for link previews, drawn from what is published, and kept like the page itself. A site behind a password
 * has none: it would show what the password guards.
 */
export const cardImage = (visit: Visit): Promise<Response> => orBusy(() => drawnCard(visit));

async function drawnCard(visit: Visit): Promise<Response> {
  const found = await servedAt(visit);
  if (found instanceof Response) return found;
  const { site, versionId } = found;
  if (site.passwordHash !== null) return politePage("notFound", site.locale);
  const scope = provenScope(site.organizationId);
  const { facts, scene } = await withTenant(scope, async (tx) => ({
    facts: await factsOf({ tx }, site.projectId),
    scene: (await findVersion({ tx }, site.id, versionId)).sceneGraph,
  }));
  return new Response(new Uint8Array(await drawCard(scene, facts, site.locale)), {
    headers: {
      "content-type": "image/png",
      "cache-control": `public, max-age=0, s-maxage=${KEPT_SECONDS * 12}, must-revalidate`,
      "cache-tag": cacheTag(site.id),
      "vercel-cache-tag": cacheTag(site.id),
      "x-content-type-options": "nosniff",
      "x-robots-tag": "noindex",
    },
  });
}

/** The question for the password, on the site's own paper, with nothing of what is behind it. */
async function gate(site: Served, wrong = false): Promise<Response> {
  const theme = await withTenant(provenScope(site.organizationId), (tx) =>
    themeOf(tx, site.publishedVersionId!),
  );
  const { html, status, styleHashes } = await notice("password", { locale: site.locale, theme, wrong });
  return page(html, status, styleHashes, { "cache-control": "private, no-store", "x-robots-tag": "noindex" });
}

/** A polite page on a guest's host; kept by nobody, since it may be over any moment. */
export async function politePage(kind: NoticeKind, locale?: string): Promise<Response> {
  const { html, status, styleHashes } = await notice(kind, locale ? { locale } : {});
  return page(html, status, styleHashes, { "cache-control": "no-store", "x-robots-tag": "noindex" });
}

function page(html: string, status: number, hashes: string[], headers: Record<string, string>): Response {
  return new Response(html, {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": contentSecurityPolicy(hashes),
      "referrer-policy": "strict-origin-when-cross-origin",
      "x-content-type-options": "nosniff",
      ...headers,
    },
  });
}
