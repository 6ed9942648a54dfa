import { sql } from "drizzle-orm";
import { check, foreignKey, index, integer, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { deletedAt, id, instant, timestamps, version } from "../columns";
import { guests } from "./guests";
import { organizationId } from "./organizations";
import { projects } from "./projects";

export const channels = ["email", "sms", "whatsapp"] as const;
export const campaignStatuses = [
  "draft",
  "awaiting_approval",
  "approved",
  "scheduled",
  "sending",
  "paused",
  "sent",
  "cancelled",
  "failed",
] as const;
export const jobStatuses = [
  "queued",
  "sending",
  "sent",
  "delivered",
  "bounced",
  "complained",
  "failed",
  "suppressed",
  "cancelled",
] as const;

/** Why a campaign holds by itself: the organization's mails come back, the plan is used up, its date is gone. */
export const pausedReasons = ["bounces", "complaints", "limit", "no_date"] as const;

export const messagingCampaigns = pgTable(
  "messaging_campaigns",
  {
    id: id(),
    organizationId: organizationId(),
    projectId: uuid().notNull(),
    siteId: uuid(),
    name: text().notNull(),
    channel: text({ enum: channels }).notNull(),
    /** What follows by another channel where nobody answers: channel, hours, words. */
    fallback: jsonb().notNull().default([]),
    /** When it is sent by itself, and again; null: once, by a person. */
    trigger: jsonb(),
    /** Who sends it: the provider of its channel, or the hosts themselves, one tap each, from their own phone. */
    sender: text({ enum: ["provider", "host"] })
      .notNull()
      .default("provider"),
    subject: text(),
    preheader: text(),
    body: text().notNull(),
    /** The approved template that a WhatsApp message is, and what fills it: merge fields by variable. */
    templateId: text(),
    templateVariables: jsonb().notNull().default({}),
    audience: jsonb().notNull().default({ all: true }),
    scheduledAt: instant(),
    sendWindow: jsonb(),
    /** At most so many messages a minute; null: as the provider allows. */
    perMinute: integer(),
    /** Before this the next batch may not be begun: what `perMinute` asks. */
    nextBatchAt: instant(),
    /** When whoever sends it looks again. Long past on a campaign that is on its way, nobody moves it. */
    wakesAt: instant(),
    status: text({ enum: campaignStatuses }).notNull().default("draft"),
    /** The mail compiled at approval: the same bytes leave in any deploy. */
    compiled: jsonb(),
    /** The same of what follows, by channel. */
    compiledFallback: jsonb(),
    run: integer().notNull().default(0),
    /** Of the run: 0 while its own channel is sent, then the step of `fallback` that is. */
    step: integer().notNull().default(0),
    /** When the next step begins; null: the one before is not over, or there is none. */
    nextStepAt: instant(),
    /** When messages of a run were queued last. */
    lastRunAt: instant(),
    /** Why it holds by itself; null where a person paused it. */
    pausedReason: text({ enum: pausedReasons }),
    /** Who asked for a second person, and what that person wrote when it came back. */
    askedBy: uuid(),
    askedAt: instant(),
    sentBackBy: uuid(),
    sentBackAt: instant(),
    sentBackNote: text(),
    approvedBy: uuid(),
    approvedAt: instant(),
    startedAt: instant(),
    finishedAt: instant(),
    lastError: text(),
    createdBy: uuid(),
    /** Who wrote it last: where two are asked, the other one approves. */
    updatedBy: uuid(),
    version: version(),
    ...timestamps(),
    deletedAt: deletedAt(),
  },
  (t) => [
    unique("messaging_campaigns_tenant_key").on(t.organizationId, t.id),
    index("messaging_campaigns_project_index").on(t.projectId, t.createdAt, t.id),
    index("messaging_campaigns_open_index")
      .on(t.status)
      .where(sql`status in ('approved','scheduled','sending')`),
    foreignKey({
      name: "messaging_campaigns_project",
      columns: [t.organizationId, t.projectId],
      foreignColumns: [projects.organizationId, projects.id],
    }).onDelete("cascade"),
    check("messaging_campaigns_channel", sql`${t.channel} in ('email','sms','whatsapp')`),
    check(
      "messaging_campaigns_status",
      sql`${t.status} in ('draft','awaiting_approval','approved','scheduled','sending','paused','sent','cancelled','failed')`,
    ),
    check(
      "messaging_campaigns_sender",
      sql`${t.sender} = 'provider' or ${t.sender} = 'host' and ${t.channel} in ('sms','whatsapp')`,
    ),
    check("messaging_campaigns_per_minute", sql`${t.perMinute} between 1 and 100000`),
    check(
      "messaging_campaigns_paused_reason",
      sql`${t.pausedReason} in ('bounces','complaints','limit','no_date')`,
    ),
    check("messaging_campaigns_step", sql`${t.step} between 0 and 2`),
    check("messaging_campaigns_name_length", sql`char_length(${t.name}) between 1 and 200`),
  ],
);

/** A batch is frozen as a row before it is sent; its id is the provider's idempotency key. */
export const messageBatches = pgTable(
  "message_batches",
  {
    id: id(),
    organizationId: organizationId(),
    campaignId: uuid().notNull(),
    run: integer().notNull(),
    number: integer().notNull(),
    /** All of its messages are of one channel, which one carrier takes. */
    channel: text({ enum: channels }).notNull(),
    status: text({ enum: ["frozen", "sending", "sent", "unknown", "failed", "cancelled"] })
      .notNull()
      .default("frozen"),
    size: integer().notNull(),
    attempts: integer().notNull().default(0),
    claimedUntil: instant(),
    firstAttemptAt: instant(),
    notBefore: instant(),
    lastError: text(),
    ...timestamps(),
  },
  (t) => [
    unique("message_batches_tenant_key").on(t.organizationId, t.id),
    unique("message_batches_number_unique").on(t.campaignId, t.run, t.number),
    index("message_batches_open_index").on(t.campaignId, t.number).where(sql`status in ('frozen','sending')`),
    foreignKey({
      name: "message_batches_campaign",
      columns: [t.organizationId, t.campaignId],
      foreignColumns: [messagingCampaigns.organizationId, messagingCampaigns.id],
    }).onDelete("cascade"),
    check("message_batches_channel", sql`${t.channel} in ('email','sms','whatsapp')`),
    check(
      "message_batches_status",
      sql`${t.status} in ('frozen','sending','sent','unknown','failed','cancelled')`,
    ),
  ],
);

export const messageJobs = pgTable(
  "message_jobs",
  {
    id: id(),
    organizationId: organizationId(),
    campaignId: uuid().notNull(),
    run: integer().notNull(),
    guestId: uuid().notNull(),
    inviteId: uuid(),
    batchId: uuid(),
    channel: text({ enum: channels }).notNull(),
    /** Normalised: e-mail in lower case, phone in E.164. */
    address: text().notNull(),
    status: text({ enum: jobStatuses }).notNull().default("queued"),
    attempts: integer().notNull().default(0),
    lastError: text(),
    /** When the recipient may be written to, by the hours of the campaign; null: at any time. */
    notBefore: instant(),
    /** Which host has it on their screen, and until when nobody else gets it. */
    heldBy: text(),
    heldUntil: instant(),
    /** What fills the compiled mail's slots, frozen with the batch; tokens as ciphertext. */
    slots: jsonb(),
    providerMessageId: text(),
    sentAt: instant(),
    deliveredAt: instant(),
    openedAt: instant(),
    /** First fetched by a mail reader or a gateway by itself: no person has opened it by that. */
    machineOpenedAt: instant(),
    clickedAt: instant(),
    unsubscribedAt: instant(),
    ...timestamps(),
  },
  (t) => [
    unique("message_jobs_tenant_key").on(t.organizationId, t.id),
    unique("message_jobs_guest_unique").on(t.campaignId, t.run, t.guestId, t.channel),
    unique("message_jobs_address_unique").on(t.campaignId, t.run, t.channel, t.address),
    // Neither this nor any other index names what sending and events change (status, times, the provider's id): so
    // those updates write no index (HOT), and pages keep room for them (fillfactor 60, migration 0022).
    index("message_jobs_queue_index").on(t.campaignId, t.run, t.id).where(sql`batch_id is null`),
    index("message_jobs_list_index").on(t.campaignId, t.id),
    index("message_jobs_batch_index").on(t.batchId),
    index("message_jobs_guest_index").on(t.guestId),
    // Who wrote to a number that answers STOP.
    index("message_jobs_number_index")
      .on(t.address, t.organizationId, t.id)
      .where(sql`channel in ('sms','whatsapp')`),
    index("message_jobs_month_index").on(t.organizationId, t.createdAt),
    foreignKey({
      name: "message_jobs_campaign",
      columns: [t.organizationId, t.campaignId],
      foreignColumns: [messagingCampaigns.organizationId, messagingCampaigns.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "message_jobs_guest",
      columns: [t.organizationId, t.guestId],
      foreignColumns: [guests.organizationId, guests.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "message_jobs_batch",
      columns: [t.organizationId, t.batchId],
      foreignColumns: [messageBatches.organizationId, messageBatches.id],
    }),
    check(
      "message_jobs_status",
      sql`${t.status} in ('queued','sending','sent','delivered','bounced','complained','failed','suppressed','cancelled')`,
    ),
  ],
);

export const messageEvents = pgTable(
  "message_events",
  {
    id: id(),
    organizationId: organizationId(),
    jobId: uuid().notNull(),
    provider: text().notNull(),
    providerEventId: text().notNull(),
    type: text().notNull(),
    at: instant().notNull(),
    data: jsonb(),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [
    unique("message_events_provider_unique").on(t.provider, t.providerEventId),
    index("message_events_job_index").on(t.jobId, t.at),
    foreignKey({
      name: "message_events_job",
      columns: [t.organizationId, t.jobId],
      foreignColumns: [messageJobs.organizationId, messageJobs.id],
    }).onDelete("cascade"),
  ],
);
