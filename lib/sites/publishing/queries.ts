import { withTenant } from "@/db/client";
import { siteOrigin } from "@/lib/clients/env";
import { translateDatabaseError } from "@/lib/http/constraints";
import { AppError } from "@/lib/http/problem";
import { contentSecurityPolicy, fill } from "@/lib/scene/fill";
import { type NoticeKind, notice } from "@/lib/scene/notice";
import { provenScope } from "@/lib/tenancy/scope";
import { cacheTag } from "../policy";
import { siteOfHost } from "../queries";
import { artifactFor } from "./mutations";

// The front (or a CDN) may keep a page this long; publishing purges it by tag before that. The countdown is told in days.
const KEPT_SECONDS = 300;

/**
 * The published page of a label of the sites' domain, for everybody: its bytes, or the polite page with its status.
 *
 * @param subdomain as the host said it; `_` for the custom domain that `host` names
 */
export async function publicPage(subdomain: string, host: string | null = null): Promise<Response> {
  try {
    return await publishedPage(subdomain, host);
  } catch (cause) {
    const error = translateDatabaseError(cause);
    if (!(error instanceof AppError)) throw cause;
    const busy = await politePage("busy");
    busy.headers.set("retry-after", String(error.more.retryAfter ?? 2));
    return new Response(busy.body, { status: 503, headers: busy.headers });
  }
}

async function publishedPage(subdomain: string, host: string | null): Promise<Response> {
  const found = await siteOfHost(subdomain.toLowerCase(), host);
  if (!found) return politePage("notFound");
  const { site } = found;
  if (site.status !== "published" || !site.publishedVersionId) {
    return politePage("unpublished", site.locale);
  }
  const versionId = site.publishedVersionId;
  // A first reader after a changed fact compiles and keeps the page, so this is no read-only transaction.
  const { html, compiled } = await withTenant(provenScope(site.organizationId), async (tx, now) => {
    const scope = provenScope(site.organizationId);
    const { compiled } = await artifactFor({ tx, scope }, site, versionId);
    const look = {
      now: now.toISOString(),
      origin: siteOrigin(site),
      noindex: site.indexed !== "yes",
      invitation: null,
    };
    return { html: fill(compiled.parts, look), compiled };
  });
  return page(html, 200, compiled.styleHashes, {
    "cache-control": `public, max-age=0, s-maxage=${KEPT_SECONDS}, must-revalidate`,
    "cache-tag": cacheTag(site.id),
    "vercel-cache-tag": cacheTag(site.id),
    ...(site.indexed !== "yes" && { "x-robots-tag": "noindex" }),
    link: compiled.preload
      .map((font) => `<${font}>; rel=preload; as=font; type="font/woff2"; crossorigin`)
      .join(", "),
  });
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
