import { inArray } from "drizzle-orm";
import { lend } from "@/db/client";
import { messagingCampaigns as campaigns, senderStandings as standings } from "@/db/schema";
import { sendMail } from "@/lib/clients/mail";
import { type Cx, organizationOf } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { runAsJob } from "@/lib/http/job";
import { audit } from "@/lib/http/record";
import { actorId } from "@/lib/tenancy/actor";
import { thaw } from "../delivery/freezing/mutations";
import { hold } from "../waterfall/mutations";
import type { setStanding as setContract } from "./contract";
import { haltedMail } from "./mail";
import { below, hasEarned, judge } from "./policy";
import {
  asStaff,
  lastMails,
  oneStanding,
  ownersOf,
  shown,
  standingOf,
  tiersHold,
  unprovenSenders,
} from "./queries";

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
    await oneStanding(cx);
    for (const campaign of moving) {
      await thaw(cx, campaign.id, 0);
      await hold(cx, campaign, reason, null);
    }
    const before = (await standingOf(cx))?.tier ?? "untrusted";
    const tier = below(before);
    const lost = tier !== before && { tier, tierReason: "lost" as const, tierSince: cx.now, tierBy: null };
    await note(cx, { haltedAt: cx.now, haltedReason: reason, ...lost });
    await audit(
      cx,
      "sending.halted",
      { kind: "organization", id: organizationId },
      { before: { tier: before }, after: { tier, reason, campaigns: moving.length } },
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

/** Gives an organization the tier that staff say, and ends its halt. */
export async function setStanding(
  cx: Cx,
  { params, body }: Input<typeof setContract>,
): Promise<Returned<typeof setContract>> {
  return asStaff(cx, params.id, async (cx) => {
    await oneStanding(cx);
    const before = await shown(cx);
    await write(cx, {
      ...{ tier: body.tier, tierReason: "staff", tierSince: cx.now, tierBy: actorId(cx.actor) },
      ...{ haltedAt: null, haltedReason: null, countsFrom: cx.now },
    });
    const after = await shown(cx);
    const brief = ({ tier, halted }: typeof after) => ({ tier, halted });
    await audit(
      cx,
      "standing.set",
      { kind: "organization", id: organizationOf(cx) },
      { before: brief(before), after: { ...brief(after), reason: body.reason } },
    );
    return after;
  });
}

/**
 * Trusts every new sender whose mails have earned it. What staff decided stays, and so does what was lost until as
 * many clean mails have followed. Mails that stay on one machine earn nothing.
 *
 * @returns how many are trusted since now
 */
export async function raiseStandings(): Promise<number> {
  if (!tiersHold()) return 0;
  let raised = 0;
  for (const organizationId of await unprovenSenders()) {
    if (await runAsJob("raise-standings", organizationId, raise)) raised++;
  }
  return raised;
}

async function raise(cx: Cx): Promise<boolean> {
  await oneStanding(cx);
  const row = await standingOf(cx);
  const isOpen = !row || (row.tier === "untrusted" && row.tierReason !== "staff" && !row.haltedAt);
  const mails = isOpen ? await lastMails(cx) : null;
  if (mails === null || !hasEarned(mails)) return false;
  await note(cx, { tier: "trusted", tierReason: "earned", tierSince: cx.now, tierBy: null });
  await audit(
    cx,
    "standing.earned",
    { kind: "organization", id: organizationOf(cx) },
    { before: { tier: "untrusted" }, after: { tier: "trusted", mails } },
  );
  return true;
}

type Values = Partial<typeof standings.$inferInsert>;

/** An organization does not write its own standing: the system does. */
const note = (cx: Cx, values: Values) => lend(cx.tx, "system", (tx) => write({ ...cx, tx }, values));

async function write(cx: Cx, values: Values): Promise<void> {
  await cx.tx
    .insert(standings)
    .values({ organizationId: organizationOf(cx), ...values })
    .onConflictDoUpdate({ target: standings.organizationId, set: { ...values, updatedAt: cx.now } });
}
