import { log } from "@/lib/clients/log";
import { report } from "@/lib/clients/telemetry";
import { addressOf, requestIdOf } from "@/lib/http/caller";
import { translateDatabaseError } from "@/lib/http/constraints";
import { limits } from "@/lib/http/endpoint";
import { traced } from "@/lib/http/handle";
import { hostHeader, pathHeader } from "@/lib/http/host";
import { limit } from "@/lib/http/limit";
import { AppError, problems } from "@/lib/http/problem";
import { elsewhere } from "@/lib/sites/publishing/queries";
import { actorKey } from "@/lib/tenancy/actor";
import { personalHeaders } from "../policy";
import { drawNotice, noticeOf, type Opened, openLink, type Page, type SiteAddress } from "../queries";

type Context = { params: Promise<{ subdomain: string; token: string }> };
type Open = Extract<Opened, { open: true }>;

/** A document as a response. */
export const document = ({ html, status, csp, preload }: Page, more: Record<string, string> = {}): Response =>
  new Response(html, {
    status,
    headers: personalHeaders({
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": csp,
      ...(preload && {
        link: preload
          .map((font) => `<${font}>; rel=preload; as=font; type="font/woff2"; crossorigin`)
          .join(", "),
      }),
      ...more,
    }),
  });

/**
 * The door of everything behind a personal link: counts the caller, finds what the link opens, and tells every
 * refusal by a polite page with its status.
 *
 * @param fn answers once the link opens something; gets everything that was found
 * @param closed told of what was found where it opens nothing
 */
export function behindLink(
  request: Request,
  context: Context,
  fn: (opened: Open, token: string) => Promise<Response>,
  closed: (opened: Opened) => void = () => {},
): Promise<Response> {
  return traced(request.method, "/i/{token}", requestIdOf(request), () => open(request, context, fn, closed));
}

async function open(
  request: Request,
  context: Context,
  fn: (opened: Open, token: string) => Promise<Response>,
  closed: (opened: Opened) => void,
): Promise<Response> {
  try {
    const { subdomain, token } = await context.params;
    // Counted apart from the API: an answer by the page is counted there once more.
    await limit(actorKey({ kind: "anonymous", address: addressOf(request.headers) }), "page", limits.public);
    const opened = await openLink(token, siteAddress(subdomain, request.headers));
    if (opened.open) return await fn(opened, token);
    closed(opened);
    // The link may be right and its host a label that the site had before.
    if (opened.notice === "unknown" && opened.holder) {
      return await elsewhere(subdomain, request.headers.get(pathHeader) ?? `/i/${token}`);
    }
    return document(await drawNotice(opened.notice));
  } catch (cause) {
    return refusal(cause);
  }
}

/** The middleware calls a custom domain `_` and names it in a header. */
const siteAddress = (subdomain: string, headers: Headers): SiteAddress =>
  subdomain === "_" ? { customDomain: headers.get(hostHeader) ?? "" } : { subdomain };

/** A refusal as a polite page: with its own status, and when to come back. */
export async function refusal(cause: unknown): Promise<Response> {
  const error = translateDatabaseError(cause);
  if (!(error instanceof AppError)) {
    log.error(
      { error: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) },
      "a personal page failed",
    );
    report(cause, { endpoint: "/i/{token}" });
    return document({ ...(await drawNotice("busy")), status: 500 });
  }
  const { retryAfter } = error.more;
  const page = await drawNotice(noticeOf(error) ?? "busy");
  return document(
    { ...page, status: problems[error.code][0] },
    retryAfter === undefined ? {} : { "retry-after": String(retryAfter) },
  );
}
