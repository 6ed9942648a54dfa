import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { asSystem, type Tx } from "@/db/client";
import { isTwiliosOwn, twilioProvider } from "@/lib/clients/text/twilio";
import type { Cx } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { AppError } from "@/lib/http/problem";
import { provenScope } from "@/lib/tenancy/scope";
import { giveByReply } from "../../consent/mutations";
import { mailWords } from "../../mail/words";
import { liftUnsubscribe, suppress } from "../../suppression/mutations";
import type { twilioWebhook as contract } from "../contract";
import { takeEvent } from "../events/mutations";
import type { RawBody } from "../policy";
import { type Keyword, keywordOf, numberOf, twilioEffect } from "./policy";

/**
 * Takes what Twilio says of a message, or what somebody wrote back.
 *
 * @throws AppError bad_signature
 */
export async function twilioWebhook(cx: Cx, { query, body }: Input<typeof contract>): Promise<void> {
  const { bytes, headers } = body as unknown as RawBody;
  const fields = Object.fromEntries(new URLSearchParams(Buffer.from(bytes).toString("utf8")));
  const tags = new URLSearchParams(query as Record<string, string>).toString();
  const path = `/api/webhooks/twilio${tags && `?${tags}`}`;
  if (!isTwiliosOwn(headers.get("x-twilio-signature"), path, fields)) {
    throw new AppError("bad_signature", { detail: "This is not signed by Twilio." });
  }
  const { MessageSid: sid, MessageStatus: status } = fields;
  if (!sid) return;
  if (status) await takeStatus(cx, { sid, status, error: fields.ErrorCode || null, ...query });
  else if (fields.From) await takeAnswer(cx, { sid, from: fields.From, text: fields.Body ?? "" });
}

type Status = { sid: string; status: string; error: string | null; organization?: string; job?: string };

async function takeStatus(cx: Cx, { sid, status, error, organization, job }: Status): Promise<void> {
  await takeEvent({
    // A message has each status once, and Twilio gives the word of it no id of its own.
    ...{ provider: "twilio", id: `${sid}:${status}`, type: status, at: cx.now.toISOString() },
    ...{ tags: { job, organization }, message: sid, details: { error } },
    ...{ effect: twilioEffect(status, error), requestId: cx.requestId },
  });
}

type Answer = { sid: string; from: string; text: string };
type Written = { job: string; organizationId: string; campaignId: string };

/** STOP and START hold for every organization that wrote to the number: they share the sender it was sent to. */
async function takeAnswer(cx: Cx, { sid, from, text }: Answer): Promise<void> {
  const keyword = keywordOf(text);
  const sender = numberOf(from);
  if (!keyword || !sender) return;
  if (keyword === "help") {
    // For SMS Twilio answers by itself.
    if (sender.channel === "whatsapp") cx.after(() => tellWhoWrites(sender.number));
    return;
  }
  await asSystem("a number's answer is for all who wrote to it", async (tx, now) => {
    for (const written of await writtenTo(tx, sender)) {
      if (!(await isNews(tx, sid, keyword, written))) continue;
      const { organizationId, campaignId } = written;
      const actor = { kind: "webhook", provider: "twilio" } as const;
      const within: Cx = { ...cx, tx, now, actor, scope: provenScope(organizationId) };
      const { channel, number: address } = sender;
      if (keyword === "start") {
        await liftUnsubscribe(within, channel, address);
        await giveByReply(within, channel, address, text.trim().slice(0, 100));
      } else {
        await suppress(within, { channel, address, reason: "unsubscribe", source: `campaign:${campaignId}` });
        await tx.execute(sql`
          update message_jobs set unsubscribed_at = coalesce(unsubscribed_at, now()), updated_at = now() where id = ${written.job}`);
      }
    }
  });
}

/** The last message of each organization to a number, in the order of its messages' ids. */
const writtenTo = (tx: Tx, { channel, number }: NonNullable<ReturnType<typeof numberOf>>) =>
  tx.execute<Written>(sql`
    select distinct on (organization_id) id as job, organization_id as "organizationId", campaign_id as "campaignId"
      from message_jobs where channel = ${channel} and address = ${number} order by organization_id, id desc`);

/** Writes an answer down once for each organization, however often it is told. */
async function isNews(
  tx: Tx,
  sid: string,
  keyword: Keyword,
  { job, organizationId }: Written,
): Promise<boolean> {
  const rows = await tx.execute(sql`
    insert into message_events (id, organization_id, job_id, provider, provider_event_id, type, at)
    values (${uuidv7()}, ${organizationId}, ${job}, 'twilio', ${`${sid}:${organizationId}`}, ${`answer.${keyword}`}, now())
    on conflict (provider, provider_event_id) do nothing returning 1`);
  return rows.length > 0;
}

async function tellWhoWrites(to: string): Promise<void> {
  const text = { channel: "whatsapp", to, content: { body: mailWords("en")("text.help") } } as const;
  await twilioProvider("whatsapp")?.send([{ ...text, tags: null }]);
}
