import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { beforeAll, describe, expect, it } from "vitest";
import * as listing from "@/app/api/projects/[id]/campaigns/audience/guests/route";
import { asSystem } from "@/db/client";
import * as s from "@/db/schema";
import { runAsJob } from "@/lib/http/job";
import { createSender } from "@/tests/setup/campaign";
import { call } from "@/tests/setup/tenant";
import { countRecipients, listRecipients } from "../queries";

Object.assign(process.env, { TWILIO_SMS_PRICE: "0.05 EUR" });

let sender: Awaited<ReturnType<typeof createSender>>;
beforeAll(async () => {
  sender = await createSender([
    ...Array.from({ length: 12 }, () => ({})),
    { firstName: "Zoë", lastName: "", email: null },
    { firstName: "Same", email: "shared@example.com" },
    { firstName: "Same", lastName: "Again", email: "shared@example.com" },
    { firstName: "Stopped", email: "Stopped@example.com" },
    { firstName: "Wrong", email: "no address" },
  ]);
  await asSystem("tests stop an address", (tx) =>
    tx.insert(s.suppressionList).values({
      ...{ organizationId: sender.organizationId, channel: "email", address: "stopped@example.com" },
      reason: "unsubscribe",
    }),
  );
});

const list = (query: string, token = sender.token) =>
  call(listing.GET, { token, params: { id: sender.projectId }, path: `/?${query}` });

async function all(query: string, between?: () => Promise<unknown>) {
  const rows: { id: string; address: string | null; reason: string | null }[] = [];
  let cursor = "";
  for (;;) {
    const { json } = await list(`${query}&limit=5${cursor && `&cursor=${cursor}`}`);
    rows.push(...json.data);
    if (json.nextCursor === null) return { rows, total: json.total };
    cursor = json.nextCursor;
    await between?.();
  }
}

/** A guest before all others by name, one behind them, both by an address that somebody has already. */
const comeIn = () =>
  asSystem("tests let guests come in while a list is read", async (tx) => {
    const { organizationId, projectId } = sender;
    for (const firstName of ["AAA", "ZZZ"]) {
      const [groupId, guestId] = [uuidv7(), uuidv7()];
      await tx.insert(s.guestGroups).values({ id: groupId, organizationId, projectId });
      await tx.insert(s.guests).values({ id: guestId, organizationId, projectId, groupId, firstName });
      await tx.insert(s.guestEvents).values({ organizationId, guestId, eventId: sender.eventId });
      await tx
        .insert(s.guestContacts)
        .values({ organizationId, guestId, kind: "email", isPrimary: true, value: "shared@example.com" });
    }
  });

describe("the list of an audience", () => {
  it("has exactly those whom a campaign would be sent to and those it would not, page after page, each once", async () => {
    const expected = await runAsJob("test", sender.organizationId, (cx) =>
      listRecipients(cx, sender.projectId, { all: true }),
    );
    for (const sort of ["name", "-name", "createdAt", "-createdAt"]) {
      const { rows, total } = await all(`sort=${sort}`);
      expect(total).toBe(17);
      expect(new Set(rows.map(({ id }) => id)).size).toBe(17);
      const told = rows.map(({ id, address, reason }) => ({ guestId: id, address, reason }));
      const by = (a: { guestId: string }, b: { guestId: string }) => (a.guestId < b.guestId ? -1 : 1);
      expect(told.sort(by)).toEqual(
        expected.map(({ guestId, address, reason }) => ({ guestId, address, reason })).sort(by),
      );
    }
  });

  it("shows those who get it, those who do not, and those of one reason", async () => {
    expect((await all("reached=true")).total).toBe(13);
    const left = await all("reached=false");
    expect(left.rows.map(({ reason }) => reason).sort()).toEqual(
      ["duplicate_address", "invalid_address", "no_address", "unsubscribed"].sort(),
    );
    const { rows } = await all("reason=no_address");
    expect(rows).toMatchObject([{ guestName: "Zoë", address: null, reason: "no_address", cost: null }]);
  });

  it("finds guests by a part of their name or address, whatever its case", async () => {
    expect((await all("q=ZO%C3%8B")).rows).toMatchObject([{ guestName: "Zoë" }]);
    expect((await all("q=Shared%40")).total).toBe(2);
    expect((await all("q=%25")).total).toBe(0);
  });

  it("leaves a first SMS to +1 out without consent, and lets it go once the guest allowed it", async () => {
    const american = sender.guests[5]!;
    const { organizationId, projectId } = sender;
    await asSystem("tests give a guest an American number", (tx) =>
      tx.insert(s.guestContacts).values({
        ...{ organizationId, guestId: american.id, kind: "phone", isPrimary: true, value: "+12125550123" },
      }),
    );
    const reasonOf = async () => (await all("channel=sms")).rows.find(({ id }) => id === american.id)!.reason;
    expect(await reasonOf()).toBe("no_consent");
    await asSystem("tests write a consent down", (tx) =>
      tx.insert(s.guestConsents).values({
        ...{ organizationId, projectId, guestId: american.id, channel: "sms", source: "host" },
        givenAt: new Date(),
      }),
    );
    expect(await reasonOf()).toBeNull();
    await asSystem("tests take the number away", (tx) =>
      tx.execute(sql`delete from guest_contacts where guest_id = ${american.id} and kind = 'phone'`),
    );
  });

  it("tells what each SMS costs by its own length, and asks only for campaigns of the project", async () => {
    const [short, long] = sender.guests;
    await asSystem("tests give two guests numbers, and one a name that makes two parts", async (tx) => {
      const contact = { organizationId: sender.organizationId, kind: "phone", isPrimary: true } as const;
      await tx.insert(s.guestContacts).values([
        { ...contact, guestId: short!.id, value: "+491700000001" },
        { ...contact, guestId: long!.id, value: "+491700000002" },
      ]);
      await tx.execute(sql`update guests set first_name = ${"A".repeat(150)} where id = ${long!.id}`);
    });
    const [campaign] = await asSystem("tests write a campaign", (tx) =>
      tx
        .insert(s.messagingCampaigns)
        .values({
          ...{ organizationId: sender.organizationId, projectId: sender.projectId, name: "Text" },
          ...{ channel: "sms", body: "Dear {{guest.firstName}}, {{invite.url}}" },
        })
        .returning(),
    );
    const { rows } = await all(`channel=sms&campaignId=${campaign!.id}&reached=true`);
    expect(new Map(rows.map((row) => [row.id, row]))).toEqual(
      new Map([
        [short!.id, expect.objectContaining({ channel: "sms", cost: { amount: 5, currency: "EUR" } })],
        [
          long!.id,
          expect.objectContaining({ address: "+491700000002", cost: { amount: 10, currency: "EUR" } }),
        ],
      ]),
    );
    const other = await createSender(1);
    expect((await list(`channel=sms&campaignId=${campaign!.id}`, other.token)).status).toBe(404);
    const elsewhere = await call(listing.GET, {
      ...{ token: other.token, params: { id: other.projectId } },
      path: `/?channel=sms&campaignId=${campaign!.id}`,
    });
    expect(elsewhere.status).toBe(404);
  });

  it("has nobody twice and leaves nobody of the count out while guests come in", async () => {
    const lists = [
      { query: "", channel: "email", has: () => true },
      { query: "reached=true", channel: "email", has: (reason: unknown) => reason === null },
      { query: "reached=false", channel: "email", has: (reason: unknown) => reason !== null },
      { query: "channel=whatsapp", channel: "whatsapp", has: () => true },
    ] as const;
    for (const { query, channel, has } of lists) {
      const { counts, there } = await runAsJob("test", sender.organizationId, async (cx) => ({
        counts: await countRecipients(cx, sender.projectId, { all: true }, channel),
        there: await listRecipients(cx, sender.projectId, { all: true }, channel),
      }));
      const counted = [{ reason: null, count: counts.total }, ...counts.excluded]
        .filter(({ reason }) => has(reason))
        .reduce((sum, { count }) => sum + count, 0);
      expect([query, (await list(query)).json.total]).toEqual([query, counted]);
      const ids = (await all(query, comeIn)).rows.map(({ id }) => id);
      expect([query, new Set(ids).size]).toEqual([query, ids.length]);
      const missed = there.filter(({ guestId, reason }) => has(reason) && !ids.includes(guestId));
      expect([query, missed]).toEqual([query, []]);
    }
  });
});
