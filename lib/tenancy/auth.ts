import NextAuth, { type NextAuthConfig } from "next-auth";
import { env } from "@/lib/clients/env";
import { authAdapter } from "./auth-adapter";
import { sessionCookie, sessionDays } from "./session";

/** Auth.js with database sessions. Made at the first call, so that a build needs no environment. */
function config(): NextAuthConfig {
  const appUrl = env().APP_URL;
  // Auth.js takes its own address from here before it trusts a Host header.
  process.env.AUTH_URL ??= appUrl;
  return {
    adapter: authAdapter(),
    secret: env().AUTH_SECRET.split(","),
    basePath: "/api/auth",
    trustHost: true,
    // The e-mail code is ours (lib/auth); providers such as Google are listed here.
    providers: [],
    session: { strategy: "database", maxAge: sessionDays * 86_400 },
    useSecureCookies: appUrl.startsWith("https:"),
    cookies: { sessionToken: { name: sessionCookie(appUrl) } },
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
  };
}

/** Auth.js' route handlers, and `auth()`: who is signed in, in a server component; null when nobody is. */
export const { handlers, auth } = NextAuth(() => config());
