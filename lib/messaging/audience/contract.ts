import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { listQuery, page, uuid } from "@/lib/http/fields";

const rsvpStatus = z.enum(["none", "pending", "attending", "declined", "maybe", "waitlisted"]);
const ids = z.array(uuid).min(1, "is empty").max(10_000);
const statuses = z.array(rsvpStatus).min(1, "is empty").max(6);

const filters = {
  tagIds: ids.optional().meta({ description: "Guests with any of these tags" }),
  groupIds: ids.optional().meta({ description: "Guests of these households" }),
  guestIds: ids.optional(),
  rsvpStatus: z
    .union([rsvpStatus, statuses])
    .optional()
    .meta({ description: "With eventId: the status for that event" }),
  eventId: uuid.optional().meta({ description: "Guests invited to this event; the mail speaks of it" }),
  notOpened: z
    .literal(true)
    .optional()
    .meta({ description: "Guests who have not opened their personal link" }),
};

/** Who gets a campaign: everybody, or those whom every one of the filters fits. */
export const audience = z
  .strictObject({ all: z.literal(true).optional(), ...filters })
  .refine((chosen) => Object.values(chosen).some((value) => value !== undefined), {
    message: "names nobody: say all, or at least one filter",
  });
export type Audience = z.output<typeof audience>;

/** Why a guest who was chosen gets no mail. The first that holds is told. */
export const exclusions = [
  "not_invited",
  "no_address",
  "invalid_address",
  "unsubscribed",
  "suppressed",
  "no_consent",
  "us_marketing",
  "duplicate_address",
] as const;
export const exclusion = z.enum(exclusions);
export type Exclusion = z.output<typeof exclusion>;

export const audienceCount = z.object({
  total: z.number().int().meta({ description: "Guests who get the message" }),
  matched: z.number().int().meta({ description: "Guests whom the filters fit, with those left out" }),
  excluded: z.array(z.object({ reason: exclusion, count: z.number().int() })),
});

const several = <T extends z.ZodType>(item: T) =>
  z.preprocess(
    (value) => (value === undefined ? undefined : [value].flat()),
    z.array(item).max(500).optional(),
  );
const yes = z.literal("true").transform(() => true as const);

/** An audience that is being chosen, as an address says it. */
const chosen = {
  channel: z
    .enum(["email", "sms", "whatsapp"])
    .default("email")
    .meta({ description: "Who can be reached by it; e-mail where not said" }),
  all: yes.optional(),
  tagIds: several(uuid),
  groupIds: several(uuid),
  guestIds: several(uuid),
  rsvpStatus: several(rsvpStatus),
  eventId: uuid.optional(),
  notOpened: yes.optional(),
};

export const countAudience = endpoint({
  method: "GET",
  path: "/projects/{id}/campaigns/audience",
  summary: "Count who an audience reaches, and who is left out why",
  description: "Lists repeat their name: `?tagIds=…&tagIds=…`. Without a filter everybody is counted.",
  tag: "Campaigns",
  scope: from.path("project"),
  permission: "campaigns:read",
  limit: "read",
  query: z.strictObject(chosen),
  output: audienceCount,
});

const audienceGuest = z.object({
  id: uuid.meta({ description: "The guest's" }),
  guestName: z.string(),
  channel: z.string().meta({ description: "By which the guest would be written to" }),
  address: z
    .string()
    .nullable()
    .meta({ description: "Where the message goes, or would go; null: the guest has none for the channel" }),
  reason: exclusion.nullable().meta({ description: "Why the guest gets nothing; null: they get it" }),
  cost: z
    .object({
      amount: z.number().meta({ description: "In minor units and parts of them" }),
      currency: z.string(),
    })
    .nullable()
    .meta({
      description: "Of this one message, in minor units and parts of them; null: nothing, or not known",
    }),
});

export const listAudienceGuests = endpoint({
  method: "GET",
  path: "/projects/{id}/campaigns/audience/guests",
  summary: "List the guests of an audience: who gets the message where, and who does not, why",
  description:
    "The audience is said as for its count. `sort` takes name or createdAt. Approving a campaign looks again: what holds then is sent.",
  tag: "Campaigns",
  scope: from.path("project"),
  permission: "campaigns:read",
  limit: "read",
  query: listQuery.extend({
    ...chosen,
    campaignId: uuid
      .optional()
      .meta({ description: "Whose words are sent: with it each message's cost is told" }),
    reached: z
      .stringbool()
      .optional()
      .meta({ description: "Only those who get it, or only those who do not" }),
    reason: exclusion.optional().meta({ description: "Only those who are left out for this reason" }),
  }),
  output: page(audienceGuest),
});
