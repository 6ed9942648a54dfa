import { and, eq, isNull, or, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { guestConsents, guests } from "@/db/schema";
import { type Cx, organizationOf } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { AppError, notFound } from "@/lib/http/problem";
import { audit, emit } from "@/lib/http/record";
import type { Consents } from "@/lib/rsvp/consents/policy";
import { actorId } from "@/lib/tenancy/actor";
import type { Channel } from "../audience/policy";
import type { giveConsent as giveContract, withdrawConsent as withdrawContract } from "./contract";

type Row = typeof guestConsents.$inferSelect;

/** Writes down what a guest allowed, as the host knows it. */
export async function giveConsent(cx: Cx, { params, body }: Input<typeof giveContract>) {
  if (body.givenAt && body.givenAt > cx.now) {
    const errors = [{ path: "givenAt", message: "has not come yet" }];
    throw new AppError("invalid", { detail: "givenAt: has not come yet", errors });
  }
  const [guest] = await cx.tx
    .select({ projectId: guests.projectId })
    .from(guests)
    .where(eq(guests.id, params.id));
  if (!guest) throw notFound();
  const [row] = await cx.tx
    .insert(guestConsents)
    .values({
      ...{ organizationId: organizationOf(cx), projectId: guest.projectId, guestId: params.id },
      ...{ channel: body.channel, givenAt: body.givenAt ?? cx.now, source: "host", note: body.note },
      recordedBy: actorId(cx.actor),
    })
    .returning();
  await record(cx, "consent.given", row!, { after: row });
  return row!;
}

/** Ends a consent that stands; its row stays as the proof of what was allowed until then. */
export async function withdrawConsent(cx: Cx, { params, body }: Input<typeof withdrawContract>) {
  const [row] = await cx.tx
    .update(guestConsents)
    .set({ withdrawnAt: cx.now, updatedAt: cx.now })
    .where(standing(params.id, body.channel))
    .returning();
  if (!row) throw notFound();
  await record(cx, "consent.withdrawn", row, { after: row });
  return row;
}

const standing = (guestId: string, channel: Channel) =>
  and(
    eq(guestConsents.guestId, guestId),
    eq(guestConsents.channel, channel),
    isNull(guestConsents.withdrawnAt),
  );

async function record(
  cx: Cx,
  action: `consent.${string}`,
  row: Row,
  change: { after: unknown },
): Promise<void> {
  await audit(cx, action, { kind: "guest", id: row.guestId, projectId: row.projectId }, change);
  await emit(cx, { name: null, projectId: row.projectId, topic: "guests" });
}

/** Keeps what guests ticked in a form. A tick taken away is the guest's own word, and ends whatever stood. */
export async function consentByForm(cx: Cx, projectId: string, { given, ended }: Consents): Promise<void> {
  if (ended.length > 0) {
    const those = ended.map(({ guestId, channel }) => standing(guestId, channel));
    await cx.tx
      .update(guestConsents)
      .set({ withdrawnAt: cx.now, updatedAt: cx.now })
      .where(or(...those));
  }
  if (given.length === 0) return;
  const own = { organizationId: organizationOf(cx), projectId, source: "form", givenAt: cx.now } as const;
  await cx.tx
    .insert(guestConsents)
    .values(given.map((one) => ({ ...own, ...one })))
    .onConflictDoNothing();
}

/** Which contacts of guests an answer by a channel is from. */
const kindsOf = { email: "{email}", sms: "{phone}", whatsapp: "{whatsapp,phone}" } as const;

/** Ends the consents of everybody in the organization who is reached at an address: its owner asked for no more. */
export async function withdrawAt(cx: Cx, channel: Channel, address: string): Promise<void> {
  await cx.tx.execute(sql`
    update guest_consents set withdrawn_at = now(), updated_at = now()
     where organization_id = ${organizationOf(cx)} and channel = ${channel} and withdrawn_at is null
       and guest_id in (select guest_id from guest_contacts
                         where organization_id = ${organizationOf(cx)} and kind = any (${kindsOf[channel]}::text[])
                           and address = ${address})`);
}

/** Writes down that whoever is reached at an address asked to be written to again; START is a consent (spec/channels.md). */
export async function giveByReply(cx: Cx, channel: Channel, address: string, note: string): Promise<void> {
  const people = await cx.tx.execute<{ guestId: string; projectId: string }>(sql`
    select distinct g.id as "guestId", g.project_id as "projectId"
      from guest_contacts c join guests g on g.id = c.guest_id
     where c.organization_id = ${organizationOf(cx)} and c.kind = any (${kindsOf[channel]}::text[])
       and c.address = ${address} and g.deleted_at is null`);
  if (people.length === 0) return;
  const own = { organizationId: organizationOf(cx), channel, source: "reply", note } as const;
  await cx.tx
    .insert(guestConsents)
    .values(people.map((one) => ({ id: uuidv7(), ...own, ...one, givenAt: cx.now })))
    .onConflictDoNothing();
}
