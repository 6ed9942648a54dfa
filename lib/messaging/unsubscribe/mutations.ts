import { sql } from "drizzle-orm";
import { lend } from "@/db/client";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { emit } from "@/lib/http/record";
import { provenScope } from "@/lib/tenancy/scope";
import { liftUnsubscribe, suppress } from "../suppression/mutations";
import type { unsubscribe as unsubscribeContract } from "./contract";
import { asAnswer, namedBy } from "./queries";

/**
 * Unsubscribes the address of the message that the link is from (RFC 8058: one POST, nobody signs in), from all
 * mails of the organization; or, with `undo`, takes that back. Pressed twice it is the same.
 */
export function unsubscribe(
  cx: Cx,
  { params, body }: Input<typeof unsubscribeContract>,
): Promise<Returned<typeof unsubscribeContract>> {
  const { bytes } = body as unknown as { bytes: Uint8Array };
  const undo = new URLSearchParams(Buffer.from(bytes).toString("utf8")).get("undo") === "yes";
  return lend(cx.tx, "system", async (tx) => {
    const named = await namedBy({ ...cx, tx }, params.token);
    if (named === "test") return { organization: "", address: "", unsubscribed: false, test: true };
    const { organizationId, projectId, campaignId, jobId, channel, address } = named;
    const within: Cx = { ...cx, tx, scope: provenScope(organizationId) };
    if (undo) await liftUnsubscribe(within, channel, address);
    else
      await suppress(within, { channel, address, reason: "unsubscribe", source: `campaign:${campaignId}` });
    await tx.execute(sql`
      update message_jobs set unsubscribed_at = ${undo ? sql`null` : sql`coalesce(unsubscribed_at, now())`}, updated_at = now()
       where id = ${jobId}`);
    await emit(within, { name: null, projectId, topic: "messages" });
    return asAnswer(named, !undo);
  });
}
