import { sql } from "drizzle-orm";
import { lend } from "@/db/client";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { AppError } from "@/lib/http/problem";
import type { getUnsubscribe as getContract } from "./contract";
import { maskAddress, readUnsubscribeToken } from "./policy";

/** The message that a link from it names, and whether its address is unsubscribed. */
export type Named = {
  organizationId: string;
  organization: string;
  jobId: string;
  campaignId: string;
  projectId: string;
  channel: "email" | "sms" | "whatsapp";
  address: string;
  unsubscribed: boolean;
};

/** What a token names; "test" for the link of a test mail. @throws AppError not_found for a token that is not ours */
export async function namedBy(cx: Cx, token: string): Promise<Named | "test"> {
  const claim = readUnsubscribeToken(token);
  if (claim === "test") return "test";
  const [row] = claim
    ? await cx.tx.execute<Named>(sql`
        select o.id as "organizationId", o.name as organization, j.id as "jobId", j.channel, j.address,
               c.id as "campaignId", c.project_id as "projectId",
               exists (select from suppression_list s where s.organization_id = o.id and s.channel = j.channel
                          and s.address = j.address and s.reason = 'unsubscribe') as unsubscribed
          from message_jobs j join organizations o on o.id = j.organization_id
          join messaging_campaigns c on c.id = j.campaign_id
         where j.id = ${claim.jobId} and j.organization_id = ${claim.organizationId}`)
    : [];
  if (!row) {
    throw new AppError("not_found", { detail: "This link is not known. Open it from the mail once more." });
  }
  return row;
}

const test = { organization: "", address: "", unsubscribed: false, test: true };

/** What the page shows before anything is pressed. */
export function getUnsubscribe(
  cx: Cx,
  { params }: Input<typeof getContract>,
): Promise<Returned<typeof getContract>> {
  return lend(cx.tx, "system", async (tx) => {
    const named = await namedBy({ ...cx, tx }, params.token);
    return named === "test" ? test : asAnswer(named, named.unsubscribed);
  });
}

/** What is told of a message to whoever holds its link. */
export const asAnswer = ({ organization, address }: Named, unsubscribed: boolean) => ({
  organization,
  address: maskAddress(address),
  unsubscribed,
  test: false,
});
