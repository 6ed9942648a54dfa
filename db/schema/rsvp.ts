import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { deletedAt, id, instant, timestamps, version } from "../columns";
import { guestGroups, guests } from "./guests";
import { channels } from "./messaging";
import { organizationId } from "./organizations";
import { projects } from "./projects";

export const questionTypes = [
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
] as const;
export const answerSources = ["guest", "host", "calendar", "import"] as const;

/** A personal link: of a household, or narrowed to one guest. The token is kept hashed, and encrypted to be shown again. */
export const invites = pgTable(
  "invites",
  {
    id: id(),
    organizationId: organizationId(),
    projectId: uuid().notNull(),
    groupId: uuid().notNull(),
    guestId: uuid(),
    siteId: uuid(),
    eventIds: uuid().array(),
    tokenHash: text().notNull(),
    tokenCipher: text().notNull(),
    /** Of the tokens this link had before: whoever comes with one is told that it was replaced. */
    formerHashes: text().array().notNull().default([]),
    status: text({ enum: ["active", "revoked"] })
      .notNull()
      .default("active"),
    expiresAt: instant(),
    maxUses: integer(),
    useCount: integer().notNull().default(0),
    openCount: integer().notNull().default(0),
    firstOpenedAt: instant(),
    lastOpenedAt: instant(),
    version: version(),
    ...timestamps(),
  },
  (t) => [
    unique("invites_tenant_key").on(t.organizationId, t.id),
    uniqueIndex("invites_token_unique").on(t.tokenHash),
    uniqueIndex("invites_household_unique").on(t.groupId).where(sql`guest_id is null and status = 'active'`),
    uniqueIndex("invites_guest_unique").on(t.guestId).where(sql`guest_id is not null and status = 'active'`),
    index("invites_project_index").on(t.projectId, t.createdAt, t.id),
    index("invites_group_index").on(t.groupId),
    index("invites_former_index").using("gin", t.formerHashes).where(sql`former_hashes <> '{}'`),
    foreignKey({
      name: "invites_project",
      columns: [t.organizationId, t.projectId],
      foreignColumns: [projects.organizationId, projects.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "invites_group",
      columns: [t.organizationId, t.groupId],
      foreignColumns: [guestGroups.organizationId, guestGroups.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "invites_guest",
      columns: [t.organizationId, t.guestId],
      foreignColumns: [guests.organizationId, guests.id],
    }).onDelete("cascade"),
    check("invites_status", sql`${t.status} in ('active','revoked')`),
    check("invites_max_uses", sql`${t.maxUses} > 0`),
  ],
);

export const inviteAccessLogs = pgTable(
  "invite_access_logs",
  {
    id: id(),
    organizationId: organizationId(),
    inviteId: uuid().notNull(),
    at: instant().notNull().defaultNow(),
    action: text({ enum: ["opened", "validated", "rsvp", "denied"] }).notNull(),
    userAgent: text(),
    ipHash: text(),
    isBot: boolean().notNull().default(false),
  },
  (t) => [
    index("invite_access_logs_invite_index").on(t.inviteId, t.id),
    foreignKey({
      name: "invite_access_logs_invite",
      columns: [t.organizationId, t.inviteId],
      foreignColumns: [invites.organizationId, invites.id],
    }).onDelete("cascade"),
    check("invite_access_logs_action", sql`${t.action} in ('opened','validated','rsvp','denied')`),
  ],
);

export const rsvpForms = pgTable(
  "rsvp_forms",
  {
    id: id(),
    organizationId: organizationId(),
    projectId: uuid().notNull(),
    name: text().notNull(),
    /** Null asks for all of the project's events. */
    eventIds: uuid().array(),
    opensAt: instant(),
    closesAt: instant(),
    graceHours: integer().notNull().default(0),
    lateMessage: text(),
    allowEdits: boolean().notNull().default(true),
    confirmationMessage: text(),
    version: version(),
    ...timestamps(),
    deletedAt: deletedAt(),
  },
  (t) => [
    unique("rsvp_forms_tenant_key").on(t.organizationId, t.id),
    index("rsvp_forms_project_index").on(t.projectId, t.id),
    foreignKey({
      name: "rsvp_forms_project",
      columns: [t.organizationId, t.projectId],
      foreignColumns: [projects.organizationId, projects.id],
    }).onDelete("cascade"),
    check("rsvp_forms_name_length", sql`char_length(${t.name}) between 1 and 200`),
    check("rsvp_forms_grace", sql`${t.graceHours} between 0 and 720`),
  ],
);

export const rsvpQuestions = pgTable(
  "rsvp_questions",
  {
    id: id(),
    organizationId: organizationId(),
    formId: uuid().notNull(),
    type: text({ enum: questionTypes }).notNull(),
    label: text().notNull(),
    help: text(),
    required: boolean().notNull().default(false),
    options: jsonb()
      .$type<{ value: string; label: string; capacity?: number | null }[]>()
      .notNull()
      .default([]),
    perGuest: boolean().notNull().default(true),
    eventId: uuid(),
    visibleIf: jsonb().$type<{
      questionId: string;
      op: "equals" | "not_equals" | "includes" | "answered";
      value?: unknown;
    }>(),
    askAtDoor: boolean().notNull().default(false),
    /** What a tick of a consent allows: messages by these channels; none where it is about something else. */
    consentChannels: text({ enum: channels }).array().notNull().default([]),
    position: doublePrecision().notNull().default(0),
    ...timestamps(),
  },
  (t) => [
    unique("rsvp_questions_tenant_key").on(t.organizationId, t.id),
    index("rsvp_questions_form_index").on(t.formId, t.position, t.id),
    foreignKey({
      name: "rsvp_questions_form",
      columns: [t.organizationId, t.formId],
      foreignColumns: [rsvpForms.organizationId, rsvpForms.id],
    }).onDelete("cascade"),
    check(
      "rsvp_questions_type",
      sql`${t.type} in ('attendance','short_text','long_text','single_choice','multiple_choice','picture_choice','number','date','meal','yes_no','phone','email','consent')`,
    ),
    check(
      "rsvp_questions_consent",
      sql`${t.consentChannels} = '{}' or (${t.type} = 'consent' and ${t.perGuest} and ${t.consentChannels} <@ array['email','sms','whatsapp'])`,
    ),
    check("rsvp_questions_label_length", sql`char_length(${t.label}) between 1 and 500`),
  ],
);

/** The envelope of a household's answers: one per invite and form; edits are revisions. */
export const rsvpSubmissions = pgTable(
  "rsvp_submissions",
  {
    id: id(),
    organizationId: organizationId(),
    projectId: uuid().notNull(),
    formId: uuid().notNull(),
    inviteId: uuid().notNull(),
    revision: integer().notNull().default(1),
    source: text({ enum: answerSources }).notNull(),
    message: text(),
    responses: jsonb().notNull(),
    submittedAt: instant().notNull().defaultNow(),
    ...timestamps(),
  },
  (t) => [
    unique("rsvp_submissions_tenant_key").on(t.organizationId, t.id),
    unique("rsvp_submissions_invite_unique").on(t.inviteId, t.formId),
    index("rsvp_submissions_form_index").on(t.formId, t.submittedAt, t.id),
    index("rsvp_submissions_project_index").on(t.projectId, t.submittedAt, t.id),
    foreignKey({
      name: "rsvp_submissions_form",
      columns: [t.organizationId, t.formId],
      foreignColumns: [rsvpForms.organizationId, rsvpForms.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "rsvp_submissions_invite",
      columns: [t.organizationId, t.inviteId],
      foreignColumns: [invites.organizationId, invites.id],
    }).onDelete("cascade"),
    check("rsvp_submissions_source", sql`${t.source} in ('guest','host','calendar','import')`),
  ],
);

/** Append-only: what was said at each saving, by whom. */
export const rsvpRevisions = pgTable(
  "rsvp_revisions",
  {
    id: id(),
    organizationId: organizationId(),
    submissionId: uuid().notNull(),
    number: integer().notNull(),
    at: instant().notNull().defaultNow(),
    source: text({ enum: answerSources }).notNull(),
    actorKind: text().notNull(),
    actorId: text(),
    message: text(),
    responses: jsonb().notNull(),
  },
  (t) => [
    unique("rsvp_revisions_number_unique").on(t.submissionId, t.number),
    foreignKey({
      name: "rsvp_revisions_submission",
      columns: [t.organizationId, t.submissionId],
      foreignColumns: [rsvpSubmissions.organizationId, rsvpSubmissions.id],
    }).onDelete("cascade"),
    check("rsvp_revisions_source", sql`${t.source} in ('guest','host','calendar','import')`),
  ],
);

/** The answers that stand now. The question's text is kept as it was asked; the question itself may go. */
export const rsvpAnswers = pgTable(
  "rsvp_answers",
  {
    id: id(),
    organizationId: organizationId(),
    submissionId: uuid().notNull(),
    guestId: uuid(),
    questionId: uuid().references(() => rsvpQuestions.id, { onDelete: "set null" }),
    questionText: text().notNull(),
    questionType: text({ enum: questionTypes }).notNull(),
    value: jsonb().notNull(),
    revision: integer().notNull(),
    ...timestamps(),
  },
  (t) => [
    uniqueIndex("rsvp_answers_unique").on(
      t.submissionId,
      sql`coalesce(guest_id, submission_id)`,
      t.questionId,
    ),
    index("rsvp_answers_question_index").on(t.questionId),
    foreignKey({
      name: "rsvp_answers_submission",
      columns: [t.organizationId, t.submissionId],
      foreignColumns: [rsvpSubmissions.organizationId, rsvpSubmissions.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "rsvp_answers_guest",
      columns: [t.organizationId, t.guestId],
      foreignColumns: [guests.organizationId, guests.id],
    }).onDelete("cascade"),
  ],
);
