import { randomBytes } from "node:crypto";
import NextAuth, { type NextAuthConfig } from "next-auth";
import { env } from "@/lib/clients/env";
import { log } from "@/lib/clients/log";
import { authAdapter, type Device } from "./auth-adapter";
import { cookieSeconds, sessionCookie, sessionDays } from "./session";

/**
 * What Auth.js needs to know of us: database sessions under our cookie. It names no way to sign in: the e-mail code
 * is ours (lib/auth), and what providers prove is taken in lib/auth/provider.
 *
 * @param device what a session that begins in this request keeps of it
 */
export function authConfig(device?: Device) {
  const appUrl = env().APP_URL;
  // Auth.js takes its own address from here before it trusts a Host header.
  process.env.AUTH_URL ??= appUrl;
  return {
    adapter: authAdapter(device),
    secret: env().AUTH_SECRET.split(","),
    basePath: "/api/auth",
    trustHost: true,
    providers: [],
    session: {
      strategy: "database",
      maxAge: sessionDays * 86_400,
      generateSessionToken: () => randomBytes(32).toString("base64url"),
    },
    useSecureCookies: appUrl.startsWith("https:"),
    cookies: {
      sessionToken: {
        name: sessionCookie(appUrl),
        // As the cookie of lib/tenancy/session.ts: it outlives the session, the row decides.
        options: {
          ...{ httpOnly: true, sameSite: "lax", path: "/", secure: appUrl.startsWith("https:") },
          maxAge: cookieSeconds,
        },
      },
    },
    // Its own would print what providers say of people.
    logger: {
      error: (error) => log.warn({ code: error.name }, "signing in was refused"),
      warn: (code) => log.debug({ code }, "Auth.js warns"),
      debug: () => {},
    },
    pages: { signIn: "/auth/login", error: "/auth/login" },
    callbacks: {
      session: ({ session, user }) => ({
        expires: session.expires,
        user: { id: user.id, name: user.name, email: user.email, image: user.image },
      }),
      redirect: ({ url }) =>
        URL.canParse(url, appUrl) && new URL(url, appUrl).origin === new URL(appUrl).origin
          ? new URL(url, appUrl).href
          : appUrl,
    },
  } satisfies NextAuthConfig;
}

/** Who is signed in, in a server component; null when nobody is. Made at the first call: a build has no environment. */
export const { auth } = NextAuth(() => authConfig());
