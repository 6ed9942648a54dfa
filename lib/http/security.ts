/**
 * The Content-Security-Policy of the app's own pages (CSP Level 3): scripts by this answer's nonce and what they load,
 * connections to ourselves and the live rooms, no frames around us. Guest pages have their own, by hashes.
 *
 * @param nonce base64, new for each answer
 * @param at.rooms PARTYKIT_HOST, `https://…`
 * @param at.signIn where a form may lead on to, beside ourselves: the issuer of "Sign in with Google"
 * @param at.dev hot reload evaluates code and listens on a socket of its own
 */
export function appPolicy(
  nonce: string,
  at: { appUrl: string; rooms: string; signIn?: string; dev?: boolean },
): string {
  const rooms = new URL(at.rooms).host;
  const isHttps = at.appUrl.startsWith("https:");
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${at.dev ? " 'unsafe-eval'" : ""}`,
    // Components place themselves by style attributes, which carry no nonce.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob: https:",
    "font-src 'self' data:",
    `connect-src 'self' ${isHttps ? "https" : "http"}://${rooms} ${isHttps ? "wss" : "ws"}://${rooms}${at.dev ? " ws:" : ""}`,
    "frame-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self' blob:",
    `form-action 'self'${at.signIn ? ` ${new URL(at.signIn).origin}` : ""}`,
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    ...(isHttps ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}

/** What a program on another site may send, once its origin is one of the organization's own. */
const crossOrigin = {
  methods: "GET, POST, PUT, PATCH, DELETE",
  headers: "authorization, content-type, idempotency-key, if-match, x-request-id",
  exposed: "etag, location, ratelimit-limit, ratelimit-remaining, ratelimit-reset, retry-after, x-request-id",
};

/**
 * The answer to a preflight (Fetch, CORS protocol). It grants nothing yet: it says what may be asked, never with
 * cookies, and the request itself is refused unless its key's organization lists the origin.
 */
export const preflight = (origin: string): Record<string, string> => ({
  "access-control-allow-origin": origin,
  "access-control-allow-methods": crossOrigin.methods,
  "access-control-allow-headers": crossOrigin.headers,
  "access-control-max-age": "7200",
  vary: "origin",
});

/** What lets a page of `origin` read an answer. */
export const readableBy = (origin: string): Record<string, string> => ({
  "access-control-allow-origin": origin,
  "access-control-expose-headers": crossOrigin.exposed,
  vary: "origin",
});
