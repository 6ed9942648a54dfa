import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { asSystem, type Tx } from "@/db/client";
import { pokeRoom } from "@/lib/clients/realtime";
import type { Cx } from "@/lib/http/cx";
import { gathered } from "@/lib/http/gather";
import { emit } from "@/lib/http/record";
import { relaySoon } from "@/lib/http/relay";
import { provenScope } from "@/lib/tenancy/scope";
import { mailsReturned } from "../../events";
import { suppress } from "../../suppression/mutations";
import { advance, type Effect, type Progress, uuidIn } from "../policy";

/** What a provider told of one message, once its signature held. */
type Told = {
  provider: "resend" | "ses" | "sendgrid" | "twilio";
  /** The provider's own id of the event: told twice it is one. */
  id: string;
  type: string;
  /** When it happened, ISO 8601. */
  at: string;
  organizationId: string;
  job: string;
  /** The provider's id of the message; null where the event does not name it. */
  message: string | null;
  /** What is kept of the event. */
  details: object;
  effect: Effect;
  requestId: string;
};

type Job = Progress & {
  id: string;
  organizationId: string;
  projectId: string;
  campaignId: string;
  channel: "email" | "sms" | "whatsapp";
  address: string;
};

/** Events that one transaction takes. */
const MOST = 200;

const take = gathered(takeEvents, MOST);

/** An event as it came: its tags are our own, signed on their way back, or not there. */
type Event = Omit<Told, "job" | "organizationId" | "effect"> & {
  tags: { job?: string; organization?: string };
  /** Null where it says nothing about a message. */
  effect: Effect | null;
};

/**
 * Takes an event: it is written once by its id, and only then moves its message forward (`policy.advance`). Events
 * that come at once share a transaction. Those of messages that no campaign sent, a code or a confirmation, change
 * nothing.
 */
export async function takeEvent({ tags, effect, ...told }: Event): Promise<void> {
  const job = uuidIn(tags.job);
  const organizationId = uuidIn(tags.organization);
  if (effect && job && organizationId) await take({ ...told, job, organizationId, effect });
}

const cameBack = ({ effect }: Told) => effect.status === "bounced" || effect.status === "complained";

/** All or nothing. Messages are locked in the order of their ids, so that nobody waits for each other. */
async function takeEvents(told: Told[]): Promise<void> {
  const touched = await asSystem(
    "a provider's events are of any organization's messages",
    async (tx, now) => {
      const jobs = await lockJobs(tx, told);
      const mine = told.filter(({ job, organizationId }) => jobs.get(job)?.organizationId === organizationId);
      const fresh = await keepNew(tx, mine);
      if (fresh.length === 0) return new Set<string>();
      for (const { job, effect, at } of fresh) {
        const before = jobs.get(job)!;
        jobs.set(job, { ...before, ...advance(before, effect, at) });
      }
      await write(tx, fresh, jobs);
      for (const event of fresh) if (event.effect.suppress) await block(tx, now, event, jobs.get(event.job)!);
      // One row an organization, however many mails came back: what follows from them is looked at elsewhere.
      const returned = fresh.filter(cameBack);
      const others = new Map(returned.map((event) => [event.organizationId, event]));
      for (const event of others.values()) await emit(asWebhook(tx, now, event), { name: mailsReturned });
      return new Set(fresh.map(({ job }) => jobs.get(job)!.projectId));
    },
  );
  if (told.some(cameBack)) relaySoon();
  // A poke is a signal: it may be lost.
  for (const projectId of touched) void pokeRoom(projectId, ["messages"]);
}

async function lockJobs(tx: Tx, told: Told[]): Promise<Map<string, Job>> {
  const ids = `{${[...new Set(told.map(({ job }) => job))].join(",")}}`;
  const rows = await tx.execute<Job>(sql`
    select j.id, j.organization_id as "organizationId", c.project_id as "projectId", c.id as "campaignId", j.channel, j.address,
           j.status, j.last_error as "lastError", j.sent_at as "sentAt", j.delivered_at as "deliveredAt",
           j.opened_at as "openedAt", j.machine_opened_at as "machineOpenedAt", j.clicked_at as "clickedAt"
      from message_jobs j join messaging_campaigns c on c.id = j.campaign_id
     where j.id = any (${ids}::uuid[]) order by j.id for update of j`);
  const iso = (at: string | null) => (at === null ? null : new Date(at).toISOString());
  return new Map(
    rows.map((row) => [
      row.id,
      {
        ...row,
        sentAt: iso(row.sentAt),
        deliveredAt: iso(row.deliveredAt),
        openedAt: iso(row.openedAt),
        machineOpenedAt: iso(row.machineOpenedAt),
        clickedAt: iso(row.clickedAt),
      },
    ]),
  );
}

/** What PostgreSQL cannot keep in a text (NUL, halves of surrogate pairs) is taken out of what strangers wrote. */
const asJson = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === "string" ? part.replaceAll("\0", "").replace(/\p{Surrogate}/gu, "\uFFFD") : part,
  );

/** Writes the events that are new; answers those. */
async function keepNew(tx: Tx, told: Told[]): Promise<Told[]> {
  if (told.length === 0) return [];
  const rows = told.map(({ provider, id, type, at, organizationId, job, details }) => ({
    row: uuidv7(),
    ...{ provider, event: id, type, at, organization: organizationId, job, data: details },
  }));
  const kept = await tx.execute<{ id: string }>(sql`
    insert into message_events (id, organization_id, job_id, provider, provider_event_id, type, at, data)
    select e.row, e.organization, e.job, e.provider, e.event, e.type, e.at, e.data
      from jsonb_to_recordset(${asJson(rows)}::jsonb)
           as e (row uuid, organization uuid, job uuid, provider text, event text, type text, at timestamptz, data jsonb)
    on conflict (provider, provider_event_id) do nothing
    returning id`);
  const ids = new Set(kept.map(({ id }) => id));
  return told.filter((_, at) => ids.has(rows[at]!.row));
}

async function write(tx: Tx, fresh: Told[], jobs: Map<string, Job>): Promise<void> {
  const messages = new Map(fresh.map(({ job, message }) => [job, message]));
  const rows = [...messages].map(([id, message]) => {
    const { status, lastError, sentAt, deliveredAt, openedAt, machineOpenedAt, clickedAt } = jobs.get(id)!;
    return { id, message, status, lastError, sentAt, deliveredAt, openedAt, machineOpenedAt, clickedAt };
  });
  await tx.execute(sql`
    update message_jobs j
       set status = r.status, last_error = r."lastError", sent_at = r."sentAt", delivered_at = r."deliveredAt",
           opened_at = r."openedAt", machine_opened_at = r."machineOpenedAt", clicked_at = r."clickedAt",
           provider_message_id = coalesce(j.provider_message_id, r.message), updated_at = now()
      from jsonb_to_recordset(${asJson(rows)}::jsonb)
           as r (id uuid, message text, status text, "lastError" text, "sentAt" timestamptz, "deliveredAt" timestamptz,
                 "openedAt" timestamptz, "machineOpenedAt" timestamptz, "clickedAt" timestamptz)
     where j.id = r.id`);
}

type From = Pick<Told, "provider" | "requestId" | "organizationId">;

const asWebhook = (tx: Tx, now: Date, { provider, requestId, organizationId }: From): Cx => ({
  ...{ tx, now, requestId, ifMatch: null, address: null, userAgent: null, place: null },
  scope: provenScope(organizationId),
  actor: { kind: "webhook", provider },
  ...{ reply: new Headers(), afterCommit: [], after: () => {} },
});

/** The address gets nothing more from this organization. */
async function block(tx: Tx, now: Date, event: Told, job: Job): Promise<void> {
  const { channel, address, campaignId } = job;
  await suppress(asWebhook(tx, now, event), {
    channel,
    address,
    reason: event.effect.suppress!,
    source: `campaign:${campaignId}`,
  });
}
