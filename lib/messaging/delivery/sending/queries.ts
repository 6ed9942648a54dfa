import { sql } from "drizzle-orm";
import { decrypt } from "@/lib/clients/crypto";
import type { Mail } from "@/lib/clients/email/mail";
import { type Cx, organizationOf } from "@/lib/http/cx";
import { tokenPurpose } from "@/lib/invites/policy";
import { type CompiledMail, fillMail } from "../../mail/parts";
import { unsubscribeLink } from "../../unsubscribe/policy";
import type { Slots } from "../freezing/mutations";

/** The mails of frozen batches by the batch's id, in the order they were frozen: always the same bytes. */
export async function mailsOf(
  cx: Cx,
  campaignId: string,
  batchIds: string[],
): Promise<Map<string, { jobId: string; mail: Mail }[]>> {
  const rows = await cx.tx.execute<{ id: string; batch: string; address: string; slots: Slots }>(sql`
    select id, batch_id as batch, address, slots from message_jobs
     where batch_id = any (${`{${batchIds.join(",")}}`}::uuid[]) order by batch_id, id`);
  const [campaign] = await cx.tx.execute<{ compiled: CompiledMail }>(
    sql`select compiled from messaging_campaigns where id = ${campaignId}`,
  );
  const batches = new Map<string, { jobId: string; mail: Mail }[]>();
  for (const { id, batch, address, slots } of rows) {
    const entry = { jobId: id, mail: mailOf(campaign!.compiled, organizationOf(cx), id, address, slots) };
    batches.set(batch, [...(batches.get(batch) ?? []), entry]);
  }
  return batches;
}

function mailOf(
  compiled: CompiledMail,
  organizationId: string,
  jobId: string,
  to: string,
  slots: Slots,
): Mail {
  const invite = `${compiled.origin}/i/${decrypt(slots.token, tokenPurpose)}`;
  const unsubscribe = unsubscribeLink(compiled.ownOrigin, slots.unsubscribe);
  return {
    from: compiled.from,
    to,
    ...(compiled.replyTo && { replyTo: compiled.replyTo }),
    ...fillMail(compiled, { ...slots.values, "invite.url": invite }, unsubscribe),
    headers: {
      "List-Unsubscribe": `<${unsubscribe}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    },
    // What happens to the mail finds its way back by these, even where its id never reached us.
    tags: { organization: organizationId, job: jobId },
  };
}
