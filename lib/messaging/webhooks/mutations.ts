import { type SQL, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import { lend } from "@/db/client";
import { verifyResendWebhook } from "@/lib/clients/email/resend";
import type { Cx } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { AppError } from "@/lib/http/problem";
import { emit } from "@/lib/http/record";
import { beat } from "@/lib/platform/mutations";
import { provenScope } from "@/lib/tenancy/scope";
import { suppress } from "../suppression/mutations";
import type { resendWebhook as resendContract } from "./contract";
import { type Effect, effectOf, rank } from "./policy";
import { rankIn } from "./queries";

const PROVIDER = "resend";
const RECEIVED = { received: true } as const;

/** What we read of an event; the rest is kept as it came. */
const eventSchema = z.looseObject({
  type: z.string().max(100),
  created_at: z.iso.datetime({ offset: true }),
  data: z.looseObject({
    email_id: z.string().max(200).optional(),
    tags: z.record(z.string(), z.string()).optional(),
    bounce: z.looseObject({ type: z.string().optional(), message: z.string().optional() }).optional(),
    failed: z.looseObject({ reason: z.string().optional() }).optional(),
    suppressed: z.looseObject({ message: z.string().optional() }).optional(),
    click: z.looseObject({ link: z.string().optional() }).optional(),
  }),
});

/**
 * Takes an event of Resend: verifies it over the bytes as they came, then moves its message on. Events of mails that
 * no campaign sent, and of kinds we do not know, are answered like any other and change nothing.
 *
 * @throws AppError bad_signature
 */
export async function resendWebhook(cx: Cx, { body }: Input<typeof resendContract>) {
  const { bytes, headers } = body as unknown as { bytes: Uint8Array; headers: Headers };
  const verified = verifyResendWebhook(bytes, headers);
  if (!verified)
    throw new AppError("bad_signature", { detail: "This event is not signed by Resend, or too old." });
  const parsed = eventSchema.safeParse(verified.event);
  if (!parsed.success) return RECEIVED;
  const { type, created_at: at, data } = parsed.data;
  const effect = effectOf(type, data);
  const tags = data.tags ?? {};
  if (tags.doctor) await beat("mail");
  const job = uuidIn(tags.job);
  const organizationId = uuidIn(tags.organization);
  // The tags are our own, signed on their way back; a mail without them is a code or a confirmation.
  if (!effect || !job || !organizationId) return RECEIVED;
  // What the link named stays out of the log: it may be somebody's personal one.
  const details = { bounce: data.bounce, failed: data.failed, suppressed: data.suppressed };
  await lend(cx.tx, "system", (tx) =>
    apply(
      { ...cx, tx, scope: provenScope(organizationId), actor: { kind: "webhook", provider: PROVIDER } },
      { id: verified.id, type, at, job, organizationId, message: data.email_id ?? null, details, effect },
    ),
  );
  return RECEIVED;
}

const uuidIn = (text: string | undefined): string | null => (z.uuid().safeParse(text).success ? text! : null);

type Told = {
  id: string;
  type: string;
  at: string;
  job: string;
  organizationId: string;
  message: string | null;
  details: object;
  effect: Effect;
};

const columns = {
  sentAt: "sent_at",
  deliveredAt: "delivered_at",
  openedAt: "opened_at",
  clickedAt: "clicked_at",
};

/**
 * One statement: the event is written once by its id, and only then the message moves forward (`policy.advance` as
 * SQL), its moment the earlier of two.
 */
async function apply(
  cx: Cx,
  { id, type, at, job, organizationId, message, details, effect }: Told,
): Promise<void> {
  const { status, moment, error } = effect;
  const forward = status ? sql`${rank[status]} > ${rankIn(sql`j`)}` : sql`false`;
  const changes: SQL[] = [
    sql`status = case when ${forward} then ${status ?? ""} else j.status end`,
    sql`last_error = case when ${forward} then ${error} else j.last_error end`,
    sql`provider_message_id = coalesce(j.provider_message_id, ${message})`,
    sql`updated_at = now()`,
  ];
  if (moment) {
    const column = sql.identifier(columns[moment]);
    changes.push(sql`${column} = least(j.${column}, ${at}::timestamptz)`);
  }
  const [moved] = await cx.tx.execute<{ address: string; projectId: string; campaignId: string }>(sql`
    with mine as (
      select j.id, c.project_id, c.id as campaign from message_jobs j join messaging_campaigns c on c.id = j.campaign_id
       where j.id = ${job} and j.organization_id = ${organizationId}
    ), told as (
      insert into message_events (id, organization_id, job_id, provider, provider_event_id, type, at, data)
      select ${uuidv7()}, ${organizationId}, mine.id, ${PROVIDER}, ${id}, ${type}, ${at}::timestamptz, ${JSON.stringify(details)}::jsonb
        from mine
      on conflict (provider, provider_event_id) do nothing
      returning job_id
    )
    update message_jobs j set ${sql.join(changes, sql`, `)}
      from told join mine on mine.id = told.job_id where j.id = told.job_id
    returning j.address, mine.project_id as "projectId", mine.campaign as "campaignId"`);
  if (!moved) return;
  const { address, projectId, campaignId } = moved;
  if (effect.suppress) {
    await suppress(cx, {
      channel: "email",
      address,
      reason: effect.suppress,
      source: `campaign:${campaignId}`,
    });
  }
  await emit(cx, { name: null, projectId, topic: "messages" });
}
