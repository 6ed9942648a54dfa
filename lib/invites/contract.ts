import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { instantIn, instantOut, listQuery, page, resource, uuid, version } from "@/lib/http/fields";
import { standing, submission } from "@/lib/rsvp/contract";
import { rsvpForm } from "@/lib/rsvp/forms/contract";

const tag = "Invites";

export const inviteStatus = z.enum(["active", "revoked", "expired"]);
export type InviteStatus = z.output<typeof inviteStatus>;

export const invite = z.object({
  ...resource,
  organizationId: uuid,
  projectId: uuid,
  groupId: uuid,
  guestId: uuid.nullable().meta({ description: "Where the link is narrowed to one guest of the household" }),
  siteId: uuid.nullable(),
  eventIds: z.array(uuid).nullable(),
  status: inviteStatus,
  expiresAt: instantOut.nullable(),
  maxUses: z.number().int().nullable().meta({ description: "How many answers it takes" }),
  useCount: z.number().int(),
  openCount: z.number().int(),
  firstOpenedAt: instantOut.nullable(),
  lastOpenedAt: instantOut.nullable(),
  version,
});
export type Invite = z.output<typeof invite>;

const secret = {
  token: z.string().meta({ description: "Shown when it is made, and to editors who ask for it" }),
  url: z.url().nullable().meta({ description: "Null while the project has no site" }),
};
export const revealedInvite = invite.extend(secret);

const fields = {
  siteId: uuid.nullable().default(null),
  eventIds: z.array(uuid).max(200).nullable().default(null),
  expiresAt: instantIn.nullable().default(null),
  maxUses: z.number().int().min(1).max(1_000_000).nullable().default(null),
};

export const listInvites = endpoint({
  method: "GET",
  path: "/projects/{id}/invites",
  summary: "List the personal links of a project",
  tag,
  scope: from.path("project"),
  permission: "invites:read",
  limit: "read",
  query: listQuery.extend({
    status: inviteStatus.optional(),
    groupId: uuid.optional(),
    guestId: uuid.optional(),
    opened: z.stringbool().optional(),
  }),
  output: page(invite),
});

export const createInvite = endpoint({
  method: "POST",
  path: "/projects/{id}/invites",
  summary: "Make a personal link for a household, or for one guest",
  tag,
  scope: from.path("project"),
  permission: "invites:write",
  limit: "write",
  body: z
    .strictObject({ guestId: uuid.optional(), groupId: uuid.optional(), ...fields })
    .refine(({ guestId, groupId }) => Boolean(guestId) !== Boolean(groupId), {
      path: ["groupId"],
      message: "give either a groupId or a guestId",
    }),
  example: { body: { groupId: "0198c1f0-7c1e-7a52-9d3b-5e0f4a6b7c8d" } },
  output: revealedInvite,
  location: ({ id }) => `/api/invites/${id}`,
  problems: ["duplicate"],
});

export const getInvite = endpoint({
  method: "GET",
  path: "/invites/{id}",
  summary: "Read a personal link; with reveal=true its token and address too, for those who may change it",
  tag,
  scope: from.path("invite"),
  permission: "invites:read",
  limit: "read",
  query: z.object({ reveal: z.stringbool().default(false) }),
  output: invite.extend({ token: secret.token.optional(), url: secret.url.optional() }),
});

export const revokeInvite = endpoint({
  method: "POST",
  path: "/invites/{id}/revoke",
  summary: "Withdraw a link: it opens nothing from now on",
  tag,
  scope: from.path("invite"),
  permission: "invites:write",
  limit: "write",
  status: 200,
  output: invite,
});

export const regenerateInvite = endpoint({
  method: "POST",
  path: "/invites/{id}/regenerate",
  summary: "Give a link a new token: the old one dies at once, answers and log stay",
  description: "A withdrawn link works again, and so does one whose time or uses were over.",
  tag,
  scope: from.path("invite"),
  permission: "invites:write",
  limit: "write",
  status: 200,
  output: revealedInvite,
  problems: ["duplicate"],
});

export const listInviteLogs = endpoint({
  method: "GET",
  path: "/invites/{id}/logs",
  summary: "List who opened a link and when, the latest first",
  tag,
  scope: from.path("invite"),
  permission: "invites:read",
  limit: "read",
  query: listQuery.omit({ q: true }).extend({ isBot: z.stringbool().optional() }),
  output: page(
    z.object({
      id: uuid,
      at: instantOut,
      action: z.enum(["opened", "validated", "rsvp", "denied"]),
      userAgent: z.string().nullable(),
      ipHash: z.string().nullable().meta({ description: "A pseudonym: equal for equal addresses" }),
      isBot: z.boolean(),
    }),
  ),
});

const invitedGuest = z.object({
  id: uuid,
  firstName: z.string(),
  lastName: z.string(),
  ageBand: z.enum(["adult", "child", "infant"]),
  language: z.string().nullable(),
  plusOneAllowance: z.number().int(),
  plusOneOf: uuid.nullable(),
  rsvpStatus: z.enum(["none", "pending", "attending", "declined", "maybe", "waitlisted"]),
  events: z
    .array(
      z.object({ eventId: uuid, invited: z.literal(true), rsvpStatus: standing.or(z.literal("pending")) }),
    )
    .meta({ description: "The events this guest is asked about" }),
});

const invitedEvent = z.object({
  id: uuid,
  name: z.string(),
  startsAt: instantOut,
  endsAt: instantOut.nullable(),
  timezone: z.string(),
  venueName: z.string().nullable(),
  address: z.string().nullable(),
  dressCode: z.string().nullable(),
  rsvpDeadline: instantOut.nullable(),
  graceHours: z.number().int(),
  waitlist: z.boolean(),
  full: z
    .boolean()
    .meta({ description: "Whoever says yes now waits, or is refused where there is no waitlist" }),
  closed: z.boolean().meta({ description: "Its own deadline has passed" }),
});

const askedForm = rsvpForm.extend({
  questions: z.array(
    rsvpForm.shape.questions.element.extend({
      options: z.array(
        z.object({
          value: z.string(),
          label: z.string(),
          capacity: z.number().nullable(),
          left: z.number().int().nullable().meta({ description: "Where there is a capacity" }),
        }),
      ),
    }),
  ),
  phase: z.enum(["early", "open", "late"]).meta({ description: "Whether it takes answers now" }),
});

export const validateInvite = endpoint({
  method: "POST",
  path: "/invites/{id}/validate",
  summary: "What a personal link opens; {id} is the token",
  tag,
  scope: from.token("path", "id"),
  permission: null,
  limit: "public",
  status: 200,
  output: z.object({
    invite: invite
      .pick({
        id: true,
        projectId: true,
        groupId: true,
        guestId: true,
        siteId: true,
        eventIds: true,
        status: true,
        expiresAt: true,
      })
      .extend({ householdName: z.string(), maxPlusOnes: z.number().int(), url: secret.url }),
    guests: z.array(invitedGuest),
    events: z.array(invitedEvent),
    form: askedForm.nullable().meta({ description: "The site's form, else the project's first open one" }),
    existingSubmission: submission.nullable(),
  }),
  problems: ["revoked", "expired"],
});

export const openInvite = endpoint({
  method: "POST",
  path: "/invites/{id}/open",
  summary: "What a personal page says when a person sees it; {id} is the token",
  description:
    "The only thing besides validating and answering that counts an opening. Known robots are not counted.",
  tag,
  scope: from.token("path", "id"),
  permission: null,
  limit: "public",
  status: 204,
  problems: ["revoked", "expired"],
});
