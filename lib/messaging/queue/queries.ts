import { sql } from "drizzle-orm";
import { decrypt } from "@/lib/clients/crypto";
import type { Cx } from "@/lib/http/cx";
import { tokenPurpose } from "@/lib/invites/policy";
import { factsOf } from "@/lib/sites/queries";
import type { Audience } from "../audience/contract";
import { linksOf } from "../delivery/freezing/mutations";
import { addressees } from "../letter/queries";
import { type CompiledMail, fieldsOfMail, fillMail } from "../mail/parts";
import { valuesOf } from "../mail/values";
import type { campaignOf } from "../queries";

type Campaign = Awaited<ReturnType<typeof campaignOf>>;

/** How far a host's queue has come; `held` counts what others have on their screens. */
export async function progressOf(cx: Cx, { id, run }: Pick<Campaign, "id" | "run">, me: string) {
  const [row] = await cx.tx.execute<{ total: number; sent: number; left: number; held: number }>(sql`
    select count(*)::int as total, count(*) filter (where status = 'sent')::int as sent,
           count(*) filter (where status = 'queued')::int as left,
           count(*) filter (where status = 'queued' and held_until > now() and held_by <> ${me})::int as held
      from message_jobs where campaign_id = ${id} and run = ${run}`);
  return row!;
}

/**
 * The words of one guest's message with their own link, and by whose clocks the guest lives; null where guest or link
 * is gone.
 */
export async function textFor(
  cx: Cx,
  campaign: Campaign,
  guestId: string,
): Promise<{ name: string; text: string; timezone: string } | null> {
  const compiled = campaign.compiled as CompiledMail;
  const person = (await addressees(cx.tx, [guestId], campaign.projectId)).get(guestId);
  const invite = person && (await linksOf(cx, [person.groupId])).get(person.groupId);
  if (!invite) return null;
  const facts = await factsOf(cx, campaign.projectId);
  const fields = fieldsOfMail(compiled).filter((field) => field !== "invite.url");
  const about = (campaign.audience as Audience).eventId ?? null;
  const values = {
    ...valuesOf(fields, facts, compiled.locale, about)(person),
    "invite.url": `${compiled.origin}/i/${decrypt(invite.cipher, tokenPurpose)}`,
  };
  return {
    name: person.name,
    text: fillMail(compiled, values, "").text.trim(),
    timezone: person.timezone ?? facts.project.timezone,
  };
}
