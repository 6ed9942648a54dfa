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
