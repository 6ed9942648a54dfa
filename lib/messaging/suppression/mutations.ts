import { and, eq, sql } from "drizzle-orm";
import { suppressionList } from "@/db/schema";
import { type Cx, organizationOf } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { AppError, notFound } from "@/lib/http/problem";
import { audit, emit } from "@/lib/http/record";
import { normalAddress } from "../audience/policy";
import { withdrawAt } from "../consent/mutations";
import type { createSuppression as createContract, deleteSuppression as deleteContract } from "./contract";
import { mayBeSeen } from "./queries";

type Entry = {
  channel: "email" | "sms" | "whatsapp";
  address: string;
  reason: "manual" | "bounce" | "complaint" | "unsubscribe";
  /** Where it comes from: a campaign, a person. */
  source: string | null;
};

/** Stops messages to an address because a person of the organization says so. */
export async function createSuppression(cx: Cx, { params, body }: Input<typeof createContract>) {
  const organizationId = organizationOf(cx);
  const [row] = await cx.tx
    .insert(suppressionList)
    .values({ ...body, address: normalAddress(body.address), organizationId, reason: "manual" })
    .returning();
  await markContacts(cx, row!, true);
  await audit(
    cx,
    "suppression.created",
    { kind: "suppression", id: row!.id, projectId: params.id },
    { after: row },
  );
  await emit(cx, { name: null, projectId: params.id, topic: "messages" });
  return row!;
}

/** Allows messages again, unless the person at the address stopped them. */
export async function deleteSuppression(cx: Cx, { params }: Input<typeof deleteContract>): Promise<void> {
  const [row] = await cx.tx
    .select()
    .from(suppressionList)
    .where(and(eq(suppressionList.id, params.suppressionId), mayBeSeen(cx)))
    .for("update");
  if (!row) throw notFound();
  if (row.reason === "unsubscribe" || row.reason === "complaint") {
    throw new AppError("unprocessable", {
      detail:
        row.reason === "unsubscribe"
          ? "This person unsubscribed. Only they can take it back, with the link in any of your mails."
          : "This person marked a mail as unwanted, so no more can be sent to them.",
    });
  }
  await cx.tx.delete(suppressionList).where(eq(suppressionList.id, row.id));
  await markContacts(cx, row, false);
  await audit(
    cx,
    "suppression.deleted",
    { kind: "suppression", id: row.id, projectId: params.id },
    { before: row },
  );
  await emit(cx, { name: null, projectId: params.id, topic: "messages" });
}

/**
 * Stops messages to an address because of what happened to one. What stands there already stays, but for a person's
 * own word, which nobody else's takes away.
 */
export async function suppress(cx: Cx, { channel, address, reason, source }: Entry): Promise<void> {
  const own = reason === "unsubscribe" || reason === "complaint";
  const organizationId = organizationOf(cx);
  const [row] = await cx.tx
    .insert(suppressionList)
    .values({ organizationId, channel, address, reason, source })
    .onConflictDoUpdate({
      target: [suppressionList.organizationId, suppressionList.channel, suppressionList.address],
      set: { reason, source, updatedAt: cx.now },
      setWhere: own ? sql`${suppressionList.reason} in ('manual', 'bounce')` : sql`false`,
    })
    .returning();
  if (!row) return;
  if (reason === "unsubscribe") await withdrawAt(cx, channel, address);
  await markContacts(cx, row, true);
  await audit(cx, "suppression.created", { kind: "suppression", id: row.id }, { after: row });
}

/** Takes back an unsubscribing; answers whether there was one. */
export async function liftUnsubscribe(cx: Cx, channel: Entry["channel"], address: string): Promise<boolean> {
  const [row] = await cx.tx
    .delete(suppressionList)
    .where(
      and(
        eq(suppressionList.organizationId, organizationOf(cx)),
        eq(suppressionList.channel, channel),
        eq(suppressionList.address, address),
        eq(suppressionList.reason, "unsubscribe"),
      ),
    )
    .returning();
  if (!row) return false;
  await markContacts(cx, row, false);
  await audit(cx, "suppression.deleted", { kind: "suppression", id: row.id }, { before: row });
  return true;
}

/** Shows on guests' contacts what the list says of their address. The list decides; this only tells. */
async function markContacts(
  cx: Cx,
  { channel, address }: Pick<Entry, "channel" | "address">,
  suppressed: boolean,
): Promise<void> {
  // A number is kept once for calls and SMS; WhatsApp may have its own.
  const kinds = { email: "{email}", sms: "{phone}", whatsapp: "{whatsapp,phone}" }[channel];
  await cx.tx.execute(sql`
    update guest_contacts set suppressed_at = ${suppressed ? sql`now()` : sql`null`}, updated_at = now()
     where id in (select id from guest_contacts
                   where organization_id = ${organizationOf(cx)} and kind = any (${kinds}::text[]) and address = ${address}
                   order by id for update)`);
}
