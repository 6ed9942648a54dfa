/** Why signing in with a provider did not go through, as the sign-in page says it. */
export type SignInTrouble = "unfinished" | "unverified" | "often" | "other";

/** Auth.js' words in `?error=`, which come from its errors; ours are taken as they are. */
const words: Record<string, SignInTrouble> = {
  OAuthCallbackError: "unfinished",
  unverified: "unverified",
  often: "often",
};

/** The sign-in page with the reason for being back there. */
export const loginPath = (trouble: SignInTrouble): string => `/auth/login?error=${trouble}`;

/** The reason that an address names, where it names one; an unknown word is "other". */
export const troubleOf = (error: string | string[] | undefined): SignInTrouble | null =>
  typeof error === "string" ? (words[error] ?? "other") : null;
