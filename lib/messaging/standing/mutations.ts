import { inArray } from "drizzle-orm";
import { lend } from "@/db/client";
import { messagingCampaigns as campaigns, senderStandings as standings } from "@/db/schema";
import { sendMail } from "@/lib/clients/mail";
import { type Cx, organizationOf } from "@/lib/http/cx";
import { runAsJob } from "@/lib/http/job";
import { audit } from "@/lib/http/record";
import { thaw } from "../delivery/freezing/mutations";
import { hold } from "../waterfall/mutations";
import { haltedMail } from "./mail";
import { judge } from "./policy";
import { lastMails, ownersOf } from "./queries";

const NAME = "watch-standing";

/** Why campaigns hold, and since when (RFC 3339). */
export type Halted = { reason: "bounces" | "complaints"; at: string };

/**
 * Looks at an organization's last mails: where too many came back or were complained about, its campaigns hold by
 * themselves. A person with the right lets each go on, and the count begins anew.
 *
 * @returns why they hold, where they do since now; null otherwise
 */
export async function watchStanding(organizationId: string): Promise<Halted | null> {
  return runAsJob(NAME, organizationId, async (cx) => {
    const reason = judge(await lastMails(cx));
    if (reason === null) return null;
    const moving = await cx.tx
      .select()
      .from(campaigns)
      .where(inArray(campaigns.status, ["approved", "scheduled", "sending"]))
      .orderBy(campaigns.id)
      .for("update");
    if (moving.length === 0) return null;
    for (const campaign of moving) {
      await thaw(cx, campaign.id, 0);
      await hold(cx, campaign, reason, null);
    }
    await note(cx, { haltedAt: cx.now, haltedReason: reason });
    await audit(
      cx,
      "sending.halted",
      { kind: "organization", id: organizationId },
      {
        after: { reason, campaigns: moving.length },
      },
    );
    return { reason, at: cx.now.toISOString() };
  });
}

/** Tells an organization's owners that its campaigns hold, and why. */
export async function tellOwners(organizationId: string, { reason, at }: Halted): Promise<void> {
  const { organization, emails } = await runAsJob(NAME, organizationId, ownersOf);
  for (const email of emails)
    await sendMail(await haltedMail({ organizationId, organization, email, reason, at }));
}

/** Somebody looked at what came back and goes on: what was sent before is counted no more. */
export const countAnew = (cx: Cx) => note(cx, { haltedAt: null, haltedReason: null, countsFrom: cx.now });

/** An organization does not write its own standing: the system does. */
async function note(cx: Cx, values: Partial<typeof standings.$inferInsert>): Promise<void> {
  await lend(cx.tx, "system", (tx) =>
    tx
      .insert(standings)
      .values({ organizationId: organizationOf(cx), ...values })
      .onConflictDoUpdate({ target: standings.organizationId, set: { ...values, updatedAt: cx.now } }),
  );
}
