import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { instantIn, instantOut, line, listQuery, page, prose, resource, uuid } from "@/lib/http/fields";

const tag = "RSVP";

export const attendance = z.enum(["attending", "declined", "maybe"]);
export const standing = z.enum(["attending", "declined", "maybe", "waitlisted"]);
export const source = z.enum(["guest", "host", "calendar", "import"]);

export const answerValue = z.union([
  z.string().max(5_000),
  z.number(),
  z.boolean(),
  z.array(z.string().max(500)).max(100),
]);

/** Text that JSON and the database can keep: half a surrogate pair becomes U+FFFD. */
const wellFormed = (text: string) => text.toWellFormed();

/** A guest's words are never refused for what a keyboard put into them: what nothing can keep is dropped. */
const keepable = (value: z.output<typeof answerValue> | null) => {
  const kept = (text: string) => wellFormed(text.replaceAll("\u0000", ""));
  if (typeof value === "string") return kept(value);
  return Array.isArray(value) ? value.map(kept) : value;
};

const response = z.object({
  guestId: uuid,
  firstName: z.string(),
  lastName: z.string(),
  plusOneOf: uuid.nullable().meta({ description: "The guest who brings this one" }),
  attendance: z.record(uuid, standing).meta({ description: "By event" }),
  answers: z.record(uuid, answerValue).meta({ description: "By question; the household's with the first" }),
});

export const submission = z.object({
  ...resource,
  projectId: uuid,
  formId: uuid,
  inviteId: uuid,
  submittedAt: instantOut.meta({ description: "When this revision was saved" }),
  revision: z.number().int(),
  source,
  message: z.string().nullable(),
  responses: z.array(response),
  editUrl: z.url().nullable().meta({ description: "The personal link; told to its holder only" }),
});
export type Submission = z.output<typeof submission>;

const household = { groupId: uuid, householdName: z.string() };
export const listedSubmission = submission.extend(household);

export const submissionDetail = listedSubmission.extend({
  answers: z
    .array(
      z.object({
        guestId: uuid.nullable(),
        questionId: uuid.nullable(),
        question: z.string(),
        type: z.string(),
        value: answerValue,
        revision: z.number().int(),
      }),
    )
    .meta({ description: "With each question as it was worded when it was answered" }),
  revisions: z
    .array(
      z.object({
        number: z.number().int(),
        at: instantOut,
        source,
        actor: z.object({ kind: z.string(), id: z.string().nullable() }),
        message: z.string().nullable(),
        responses: z.array(response),
      }),
    )
    .meta({ description: "Every saving, newest first" }),
});

const givenResponse = z
  .strictObject({
    guestId: uuid.optional(),
    plusOne: z
      .strictObject({
        firstName: line(200).min(1, "is empty").transform(wellFormed),
        lastName: line(200)
          .nullish()
          .transform((name) => wellFormed(name ?? "")),
      })
      .optional(),
    attendance: z.record(uuid, attendance).default({}),
    answers: z.record(uuid, answerValue.nullable().transform(keepable)).default({}),
  })
  .refine(({ guestId, plusOne }) => guestId || plusOne, {
    path: ["guestId"],
    message: "name a guest, or somebody new as plusOne",
  });

export const submitRsvp = endpoint({
  method: "POST",
  path: "/rsvp/submit",
  summary: "Answer for a household",
  description:
    "Speaks for the people it names: their answers are said anew, whoever is left out keeps theirs. A plus-one " +
    "whose host answers without naming them is not coming any more. The same content again is the same revision. " +
    "Where an event is full and has a waiting list, the attendance comes back as waitlisted.",
  tag,
  scope: from.token("body"),
  permission: null,
  limit: "public",
  body: z.strictObject({
    token: z.string().min(1).max(200),
    formId: uuid,
    responses: z.array(givenResponse).min(1).max(100),
    message: prose(2_000)
      .nullish()
      .transform((text) => (typeof text === "string" ? wellFormed(text).trim() : text)),
    revision: z
      .number()
      .int()
      .min(0)
      .optional()
      .meta({ description: "The revision this was made from, 0 for none: refused when another one stands" }),
  }),
  example: {
    body: {
      token: "yR2kXw0dV1mZb9Q4tLs7Nw",
      formId: "0198c1f0-7c1e-7a52-9d3b-5e0f4a6b7c8d",
      responses: [
        {
          guestId: "0198c1f0-7c1e-7a52-9d3b-5e0f4a6b7c8d",
          attendance: { "0198c1f0-8d2a-7b10-a4c2-1f2e3d4c5b6a": "attending" },
          answers: { "0198c1f0-9e3b-7c20-b5d3-2a3f4e5d6c7b": "No nuts" },
        },
      ],
    },
  },
  output: submission,
  location: ({ id }) => `/api/rsvp-submissions/${id}`,
  problems: ["conflict", "revoked", "expired", "unprocessable", "closed", "over_capacity"],
});

export const listSubmissions = endpoint({
  method: "GET",
  path: "/rsvp-forms/{id}/submissions",
  summary: "List the answers to a form",
  tag,
  scope: from.path("form"),
  permission: "rsvp:read",
  limit: "read",
  query: listQuery.extend({
    since: instantIn.optional().meta({ description: "Saved at this moment or later" }),
    source: source.optional(),
  }),
  output: page(listedSubmission),
});

export const getSubmission = endpoint({
  method: "GET",
  path: "/rsvp-submissions/{id}",
  summary: "Read an answer with all its revisions",
  tag,
  scope: from.path("submission"),
  permission: "rsvp:read",
  limit: "read",
  output: submissionDetail,
});
