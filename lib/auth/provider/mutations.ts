import { and, eq } from "drizzle-orm";
import NextAuth, { type NextAuthConfig } from "next-auth";
import Google, { type GoogleProfile } from "next-auth/providers/google";
import { lend, type Tx } from "@/db/client";
import { accounts, users } from "@/db/schema";
import { env } from "@/lib/clients/env";
import { addressOf, placeOf, requestIdOf } from "@/lib/http/caller";
import type { Cx } from "@/lib/http/cx";
import { email as address } from "@/lib/http/fields";
import { runAsArrival } from "@/lib/http/job";
import { limit } from "@/lib/http/limit";
import { AppError } from "@/lib/http/problem";
import { joinOrganizations } from "@/lib/orgs/invitation/mutations";
import { actorKey } from "@/lib/tenancy/actor";
import { authConfig } from "@/lib/tenancy/auth";
import { provenUser } from "../mutations";
import { loginPath } from "./policy";

type Caller = Parameters<typeof runAsArrival>[0];

const callerOf = (request: Request): Caller => ({
  address: addressOf(request.headers),
  userAgent: request.headers.get("user-agent")?.slice(0, 400) ?? null,
  place: placeOf(request.headers),
  requestId: requestIdOf(request),
});

/** Auth.js with Google, where its variables are set. What Google says is taken by `signIn` below, and only there. */
function config(request?: Request): NextAuthConfig {
  const { GOOGLE_CLIENT_ID: clientId, GOOGLE_CLIENT_SECRET: clientSecret, GOOGLE_ISSUER: issuer } = env();
  const caller = request && callerOf(request);
  const base = authConfig(caller);
  if (!clientId) return base;
  return {
    ...base,
    providers: [
      Google({
        ...{ clientId, clientSecret, issuer },
        // RFC 9700 §2.1: PKCE and state for the answer, OpenID's nonce for the token in it.
        checks: ["pkce", "state", "nonce"],
        authorization: { params: { scope: "openid email profile", prompt: "select_account" } },
      }),
    ],
    callbacks: {
      ...base.callbacks,
      signIn: async ({ account, profile }) => {
        if (account?.provider !== "google" || !profile || !caller) return false;
        return takeProof(profile as GoogleProfile, caller);
      },
    },
  };
}

/**
 * Takes what Google has proved: its account is tied to the person of the same address, who is made where there is
 * none, in one transaction with the invitations that wait for them. Auth.js finds the account after that and only
 * begins the session. Google's tokens are not kept: nothing here asks Google again.
 *
 * @returns true, or the page that says why not
 */
async function takeProof(profile: GoogleProfile, caller: Caller): Promise<true | string> {
  const email = address.safeParse(profile.email);
  // An address that Google has not seen proved could be anybody's, and would open their account here.
  if (profile.email_verified !== true || !email.success) return loginPath("unverified");
  return runAsArrival(caller, (cx) =>
    lend(cx.tx, "system", async (tx) => {
      const user = await personOfAccount(cx, tx, profile, email.data);
      const { id, name, email: own } = user;
      const staff = user.platformRole === "staff";
      await joinOrganizations({ ...cx, actor: { kind: "user", id, name, email: own, staff, sessionId: "" } });
      return true as const;
    }),
  );
}

/** The person whom a Google account belongs to: as it was tied before, whatever its address is now; else by address. */
async function personOfAccount(cx: Cx, tx: Tx, { sub, name, picture }: GoogleProfile, email: string) {
  const [tied] = await tx
    .select({ user: users })
    .from(accounts)
    .innerJoin(users, eq(users.id, accounts.userId))
    .where(and(eq(accounts.provider, "google"), eq(accounts.providerAccountId, sub)));
  if (tied) return tied.user;
  const person = await provenUser(tx, { email, name: name?.trim().slice(0, 120) ?? "" }, cx.now);
  await tx
    .insert(accounts)
    .values({ userId: person.id, type: "oidc", provider: "google", providerAccountId: sub })
    .onConflictDoNothing();
  if (person.image === null && /^https:/.test(picture ?? "")) {
    await tx
      .update(users)
      .set({ image: picture.slice(0, 1_000) })
      .where(eq(users.id, person.id));
  }
  return person;
}

const auth = NextAuth((request) => config(request));

/** Begins signing in with Google, from a server action: sets the cookies of the way and redirects. */
export const beginSignIn = (returnTo: string) => auth.signIn("google", { redirectTo: returnTo });

/** Auth.js' own routes under /api/auth. Each way to Google and back is counted like any other try to sign in. */
export const handlers = { GET: limited(auth.handlers.GET), POST: limited(auth.handlers.POST) };

function limited(handler: (typeof auth.handlers)["GET"]): (typeof auth.handlers)["GET"] {
  return async (request) => {
    if (!/\/api\/auth\/(signin|callback)\//.test(new URL(request.url).pathname)) return handler(request);
    try {
      await limit(actorKey({ kind: "anonymous", address: addressOf(request.headers) }), "auth");
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return Response.redirect(new URL(loginPath("often"), env().APP_URL), 303);
    }
    return handler(request);
  };
}
