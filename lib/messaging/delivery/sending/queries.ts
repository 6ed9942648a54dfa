import { sql } from "drizzle-orm";
import { prepared } from "@/db/client";
import { decrypt } from "@/lib/clients/crypto";
import type { Mail } from "@/lib/clients/email/mail";
import type { Text } from "@/lib/clients/text/text";
import { type Cx, organizationOf } from "@/lib/http/cx";
import { tokenPurpose } from "@/lib/invites/policy";
import type { Channel } from "../../audience/policy";
import { type CompiledMail, fillMail, fillVariables } from "../../mail/parts";
import { unsubscribeLink } from "../../unsubscribe/policy";
import type { Slots } from "../freezing/mutations";

/** One message as its carrier takes it. */
export type Message = { jobId: string; content: Mail | Text };

/** The messages of a frozen batch, in the order they were frozen: always the same bytes. */
export async function messagesOf(cx: Cx, batchId: string): Promise<Message[]> {
  const rows = await cx.tx.execute<{ id: string; address: string; slots: Slots }>(sql`${prepared}
    select id, address, slots from message_jobs where batch_id = ${batchId} order by id`);
  const [batch] = await cx.tx.execute<{ compiled: CompiledMail; channel: Channel }>(sql`${prepared}
    select case when b.channel = c.channel then c.compiled else c.compiled_fallback->b.channel end as compiled, b.channel
      from message_batches b join messaging_campaigns c on c.id = b.campaign_id where b.id = ${batchId}`);
  const { compiled, channel } = batch!;
  const organizationId = organizationOf(cx);
  return rows.map(({ id, address, slots }) => ({
    jobId: id,
    content:
      channel === "email"
        ? mailOf(compiled, organizationId, id, address, slots)
        : textOf(compiled, channel, organizationId, id, address, slots),
  }));
}

/** What fills the slots, with the secret among them. */
const valuesOf = (compiled: CompiledMail, slots: Slots) => ({
  ...slots.values,
  "invite.url": `${compiled.origin}/i/${decrypt(slots.token, tokenPurpose)}`,
});

function textOf(
  compiled: CompiledMail,
  channel: Text["channel"],
  organization: string,
  job: string,
  to: string,
  slots: Slots,
): Text {
  const values = valuesOf(compiled, slots);
  const content = compiled.template
    ? { templateSid: compiled.template.id, variables: fillVariables(compiled, values) }
    : { body: fillMail(compiled, values, "").text.trim() };
  return { channel, to, content, tags: { organization, job } };
}

function mailOf(
  compiled: CompiledMail,
  organizationId: string,
  jobId: string,
  to: string,
  slots: Slots,
): Mail {
  const unsubscribe = unsubscribeLink(compiled.ownOrigin, slots.unsubscribe);
  return {
    from: compiled.from,
    to,
    ...(compiled.replyTo && { replyTo: compiled.replyTo }),
    ...fillMail(compiled, valuesOf(compiled, slots), unsubscribe),
    headers: {
      "List-Unsubscribe": `<${unsubscribe}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    },
    // What happens to the mail finds its way back by these, even where its id never reached us.
    tags: { organization: organizationId, job: jobId },
  };
}
