/** How long a sign-in mail is good for, and how often its code may be guessed (product.md §1). */
export const signIn = {
  minutes: 10,
  /** Wrong tries at one code. */
  tries: 5,
  /** Wrong tries at all codes of one address within an hour: asking for a new code gives no new budget. */
  triesAnHour: 10,
  /** Mails to one address. */
  mailsAMinute: 5,
  mailsAnHour: 20,
} as const;

/**
 * The path to return to after signing in, where it is one of the app's own pages; anything that could lead to
 * another site (`//evil.example`, `/\evil.example`, `https:`) or is no page is null.
 */
export function ownPath(path: string | null | undefined): string | null {
  if (!path || path.length > 500 || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(path)) return null;
  const base = "https://own.invalid";
  if (!URL.canParse(path, base)) return null;
  const url = new URL(path, base);
  if (url.origin !== base || /^\/(api|auth|public|_next)(\/|$)/.test(url.pathname)) return null;
  return `${url.pathname}${url.search}${url.hash}`;
}
