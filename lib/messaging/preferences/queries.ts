import { sql } from "drizzle-orm";
import { lend, type Tx } from "@/db/client";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { maskAddress } from "../unsubscribe/policy";
import { type Named, namedBy } from "../unsubscribe/queries";
import type { getPreferences as getContract } from "./contract";
import { maskNumber, PREFERENCES } from "./policy";

/** A way by which a guest is written to, and what the list says of it. */
export type Way = {
  channel: Named["channel"];
  address: string;
  reason: string | null;
  source: string | null;
};

export const TEST: Returned<typeof getContract> = { organization: "", test: true, channels: [] };

/** Every channel of the guest whose message a link is from: the address it went to, and their other ones. */
export const waysOf = (tx: Tx, { organizationId, jobId }: Named) =>
  tx.execute<Way>(sql`
    with job as (
      select guest_id, channel, address from message_jobs where id = ${jobId}
    ), ways as (
      select channel, address, 0 as place, now() as at from job
      union all
      select w.channel, c.address, 1 + (c.kind = 'phone')::int - c.is_primary::int, c.created_at
        from guest_contacts c join job on job.guest_id = c.guest_id
        join (values ('email', 'email'), ('sms', 'phone'), ('whatsapp', 'whatsapp'), ('whatsapp', 'phone')) as w (channel, kind)
          on w.kind = c.kind
       where c.organization_id = ${organizationId}
    ), chosen as (
      select distinct on (channel) channel, address from ways order by channel, place, at
    )
    select c.channel, c.address, s.reason, s.source
      from chosen c
      left join suppression_list s
        on s.organization_id = ${organizationId} and s.channel = c.channel and s.address = c.address
     order by array_position(array['email', 'sms', 'whatsapp'], c.channel)`);

/** What the page shows before anything is pressed. */
export function getPreferences(
  cx: Cx,
  { params }: Input<typeof getContract>,
): Promise<Returned<typeof getContract>> {
  return lend(cx.tx, "system", async (tx) => {
    const named = await namedBy({ ...cx, tx }, params.token);
    return named === "test" ? TEST : answer(named, await waysOf(tx, named));
  });
}

/** Whether the holder of a mail's link may allow a way again: what they stopped there, and unsubscribing by mail. */
export const mayAllow = ({ channel, reason, source }: Way): boolean =>
  reason === "unsubscribe" && (channel === "email" || source === PREFERENCES);

/** The ways as they are told to whoever holds the link. */
export const answer = ({ organization }: Named, ways: readonly Way[]): Returned<typeof getContract> => ({
  organization,
  test: false,
  channels: ways.map((way) => ({
    channel: way.channel,
    address: way.channel === "email" ? maskAddress(way.address) : maskNumber(way.address),
    isOn: way.reason === null,
    isFixed: way.reason !== null && !mayAllow(way),
  })),
});
