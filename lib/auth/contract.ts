import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { email, instantOut, line, locale, resource, timezone, uuid } from "@/lib/http/fields";
import { permissions } from "@/lib/tenancy/can";
import { ownPath } from "./policy";

const tag = "Sign-in";

const returnTo = z
  .string()
  .max(500)
  .refine((path) => ownPath(path) !== null, "is not a page of this app, such as /dashboard")
  .meta({ description: "The page to go on to; a path of this app, never another site" });

const avatarUrl = z
  .url({ protocol: /^https$/, message: "is not an https address" })
  .max(1_000)
  .nullable();

export const user = z.object({
  ...resource,
  email: z.string(),
  name: z.string(),
  locale: z.string(),
  timezone: z.string(),
  avatarUrl: z.string().nullable(),
  staff: z.boolean().meta({ description: "Whether they run this installation" }),
});
export type User = z.output<typeof user>;

const mailed = z.object({
  email: z.string(),
  expiresAt: instantOut.meta({ description: "When the code and the link of the mail end" }),
});

const sent =
  "Sends one mail with a link and a 6-digit code; either signs in once, within 10 minutes. A new request ends the " +
  "code before it. The answer, its time and the mail are the same whether or not the address is known: the first " +
  "verification makes the account.";

export const register = endpoint({
  method: "POST",
  path: "/auth/register",
  summary: "Ask for a sign-in mail as somebody new",
  description: `${sent} The name is taken over when the account is made.`,
  tag,
  scope: from.anyone,
  permission: null,
  limit: "auth",
  body: z.strictObject({ email, name: line(120).min(1, "is empty") }),
  output: mailed,
  status: 202,
});

export const login = endpoint({
  method: "POST",
  path: "/auth/login",
  summary: "Ask for a sign-in mail",
  description: sent,
  tag,
  scope: from.anyone,
  permission: null,
  limit: "auth",
  body: z.strictObject({ email, returnTo: returnTo.optional() }),
  output: mailed,
  status: 202,
});

export const verify = endpoint({
  method: "POST",
  path: "/auth/verify",
  summary: "Sign in with the code or the link's token",
  description:
    "Takes `{email, code}` or `{token}`, once. Answers the session's token for programs and sets the session cookie " +
    "for browsers. The first verification makes the account; as the address is proven by it, invitations of " +
    "organizations to this address become memberships in the same transaction. A code bears 5 wrong tries, an " +
    "address 10 within an hour over all its codes; the link of the mail works nevertheless.",
  tag,
  scope: from.anyone,
  permission: null,
  limit: "auth",
  replay: false,
  body: z
    .strictObject({
      email: email.optional(),
      code: z
        .string()
        .max(40)
        .transform((text) => text.replace(/[\s-]/g, ""))
        .pipe(z.string().regex(/^\d{6}$/, "is not a code of 6 digits"))
        .optional(),
      token: z.string().min(1, "is empty").max(200).optional(),
    })
    .refine(
      ({ email, code, token }) => (token === undefined ? Boolean(email && code) : !email && !code),
      "takes either email and code, or token",
    ),
  output: z.object({
    token: z.string().meta({ description: "Send it as Authorization: Bearer <token>" }),
    expiresAt: instantOut.meta({ description: "30 days ahead; moves on while the session is used" }),
    user,
    returnTo: z.string().nullable().meta({ description: "The page that was asked for at sign-in" }),
  }),
  status: 200,
  example: { body: { email: "ada@example.com", code: "402913" } },
  problems: ["wrong_code", "expired"],
});

export const logout = endpoint({
  method: "POST",
  path: "/auth/logout",
  summary: "End this session",
  tag,
  scope: from.self,
  permission: null,
  limit: "write",
});

export const getMe = endpoint({
  method: "GET",
  path: "/auth/me",
  summary: "Read who is signed in, with their organizations",
  tag,
  scope: from.self,
  permission: null,
  limit: "read",
  output: user.extend({
    memberships: z.array(
      z.object({
        organizationId: uuid,
        name: z.string(),
        slug: z.string(),
        role: z.enum(["owner", "admin", "editor", "viewer", "door_supervisor", "door"]),
        expiresAt: instantOut.nullable(),
        projectIds: z
          .array(uuid)
          .nullable()
          .meta({ description: "What the role is narrowed to; null is everything" }),
        eventIds: z.array(uuid).nullable(),
        permissions: z.array(z.enum(permissions)).meta({ description: "What the role allows there" }),
      }),
    ),
  }),
});

export const updateProfile = endpoint({
  method: "PATCH",
  path: "/auth/profile",
  summary: "Change one's own name, language, time zone or picture",
  tag,
  scope: from.self,
  permission: null,
  limit: "write",
  body: z.strictObject({ name: line(120).min(1, "is empty"), locale, timezone, avatarUrl }).partial(),
  output: user,
});
