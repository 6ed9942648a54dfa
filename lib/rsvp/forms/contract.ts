import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import {
  instantIn,
  instantOut,
  line,
  listQuery,
  page,
  prose,
  resource,
  uuid,
  version,
} from "@/lib/http/fields";
import { channel } from "@/lib/messaging/waterfall/contract";

const tag = "RSVP";
const wellFormed = (text: string) => text.toWellFormed();

export const questionType = z.enum([
  "attendance",
  "short_text",
  "long_text",
  "single_choice",
  "multiple_choice",
  "picture_choice",
  "number",
  "date",
  "meal",
  "yes_no",
  "phone",
  "email",
  "consent",
]);

const option = z.strictObject({
  value: line(200).min(1, "is empty").transform(wellFormed),
  label: line(200).min(1, "is empty").transform(wellFormed).optional(),
  capacity: z.number().int().min(0).max(1_000_000).nullish(),
});

export const visibleIf = z
  .strictObject({
    questionId: uuid,
    op: z.enum(["equals", "not_equals", "includes", "answered"]),
    value: z.union([z.string().max(500), z.number(), z.boolean(), z.array(z.string().max(500))]).optional(),
  })
  .meta({ description: "Asked only when the answer to an earlier question fits" });

const givenQuestion = z.strictObject({
  type: questionType,
  label: line(500).min(1, "is empty").transform(wellFormed),
  help: prose(1_000).transform(wellFormed).nullish(),
  required: z.boolean().default(false),
  options: z
    .array(option)
    .max(100)
    .default([])
    .transform((options) => options.map((one) => ({ ...one, label: one.label ?? one.value }))),
  perGuest: z
    .boolean()
    .default(true)
    .meta({ description: "Asked for each guest; false asks the household once" }),
  eventId: uuid.nullish().meta({ description: "Asked of those who come to this event" }),
  visibleIf: visibleIf.nullish(),
  askAtDoor: z.boolean().default(false),
  consentChannels: z
    .array(channel)
    .max(3)
    .default([])
    .transform((channels) => [...new Set(channels)])
    .meta({
      description:
        "Of a consent: ticking it allows messages by these channels, with the question as the proof; taking the tick away ends that",
    }),
  position: z.number().optional().meta({ description: "By default in the order of the list, at its end" }),
});

/** A question within its form; one with an id that the form does not have yet is new, and gets an id of ours. */
const formQuestion = givenQuestion.extend({
  id: uuid.optional().meta({
    description: "Of a question that stays. A new one may carry any, for others to refer to in visibleIf",
  }),
});

export const question = z.object({
  id: uuid,
  type: questionType,
  label: z.string(),
  help: z.string().nullable(),
  required: z.boolean(),
  options: z.array(z.object({ value: z.string(), label: z.string(), capacity: z.number().nullable() })),
  perGuest: z.boolean(),
  eventId: uuid.nullable(),
  visibleIf: visibleIf.nullable(),
  askAtDoor: z.boolean(),
  consentChannels: z.array(channel),
  position: z.number(),
});
export type Question = z.output<typeof question>;

const fields = {
  name: line(200).min(1, "is empty").transform(wellFormed),
  eventIds: z
    .array(uuid)
    .max(200)
    .nullable()
    .meta({ description: "Null asks for all of the project's events" }),
  opensAt: instantIn.nullable(),
  closesAt: instantIn.nullable(),
  graceHours: z
    .number()
    .int()
    .min(0)
    .max(720)
    .meta({ description: "Hours after closesAt in which answers count" }),
  lateMessage: prose(1_000).transform(wellFormed).nullable().meta({ description: "What latecomers read" }),
  allowEdits: z.boolean(),
  confirmationMessage: prose(2_000).transform(wellFormed).nullable(),
};

export const rsvpForm = z.object({
  ...resource,
  projectId: uuid,
  name: z.string(),
  eventIds: z.array(uuid).nullable(),
  opensAt: instantOut.nullable(),
  closesAt: instantOut.nullable(),
  graceHours: z.number().int(),
  lateMessage: z.string().nullable(),
  allowEdits: z.boolean(),
  confirmationMessage: z.string().nullable(),
  questions: z.array(question),
  version,
});
export type RsvpForm = z.output<typeof rsvpForm>;

export const listForms = endpoint({
  method: "GET",
  path: "/projects/{id}/rsvp-forms",
  summary: "List a project's forms, the first one first",
  tag,
  scope: from.path("project"),
  permission: "rsvp:read",
  limit: "read",
  query: listQuery,
  output: page(rsvpForm),
});

export const createForm = endpoint({
  method: "POST",
  path: "/projects/{id}/rsvp-forms",
  summary: "Create a form",
  description:
    "Without `questions` it asks for attendance, the meal and what a guest cannot eat. The names of plus-ones and a " +
    "note to the hosts belong to every form and are no questions.",
  tag,
  scope: from.path("project"),
  permission: "rsvp:write",
  limit: "write",
  body: z.strictObject({
    name: fields.name,
    eventIds: fields.eventIds.default(null),
    opensAt: fields.opensAt.default(null),
    closesAt: fields.closesAt.default(null),
    graceHours: fields.graceHours.optional(),
    lateMessage: fields.lateMessage.default(null),
    allowEdits: fields.allowEdits.default(true),
    confirmationMessage: fields.confirmationMessage.default(null),
    questions: z.array(formQuestion).max(200).optional(),
  }),
  output: rsvpForm,
  location: ({ id }) => `/api/rsvp-forms/${id}`,
});

export const getForm = endpoint({
  method: "GET",
  path: "/rsvp-forms/{id}",
  summary: "Read a form with its questions",
  tag,
  scope: from.path("form"),
  permission: "rsvp:read",
  limit: "read",
  output: rsvpForm,
});

export const updateForm = endpoint({
  method: "PUT",
  path: "/rsvp-forms/{id}",
  summary: "Change a form",
  description:
    "What the body leaves out stays. `questions` is the whole list: those with an id of the form are changed, those " +
    "without are added, those not in it are removed. Answers that were given stay, with the wording they were given to.",
  tag,
  scope: from.path("form"),
  permission: "rsvp:write",
  limit: "write",
  versioned: true,
  body: z.strictObject({ ...fields, questions: z.array(formQuestion).max(200) }).partial(),
  output: rsvpForm,
  problems: ["stale"],
});

export const deleteForm = endpoint({
  method: "DELETE",
  path: "/rsvp-forms/{id}",
  summary: "Delete a form; its answers stay with it and come back when it is restored",
  tag,
  scope: from.path("form"),
  permission: "rsvp:write",
  limit: "write",
});

export const addQuestion = endpoint({
  method: "POST",
  path: "/rsvp-forms/{id}/questions",
  summary: "Add a question to a form",
  tag,
  scope: from.path("form"),
  permission: "rsvp:write",
  limit: "write",
  body: givenQuestion,
  output: question,
});

export const deleteQuestion = endpoint({
  method: "DELETE",
  path: "/rsvp-questions/{id}",
  summary: "Delete a question; answers that were given to it stay",
  tag,
  scope: from.path("question"),
  permission: "rsvp:write",
  limit: "write",
});
