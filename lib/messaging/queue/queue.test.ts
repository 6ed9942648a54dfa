import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { asSystem } from "@/db/client";
import { messageJobs } from "@/db/schema";
import { createSender } from "@/tests/setup/campaign";
import { approved, type Campaign, jobsOf, load, stateOf } from "@/tests/setup/delivery";
import { addMember, call, createUser } from "@/tests/setup/tenant";
import { findStranded } from "../delivery/watch/queries";
import { wallClock } from "../delivery/window/policy";
import type { HostQueue } from "./contract";
import { linkOf } from "./policy";

let next = Math.floor(Math.random() * 1e6) * 10;
async function senderWithNumbers(count: number) {
  const sender = await createSender(count);
  const numbers = sender.guests.map(({ id }) => ({ id, value: `+4916${String(next++).padStart(8, "0")}` }));
  await asSystem("tests give guests numbers", (tx) =>
    tx.execute(sql`
      insert into guest_contacts (id, organization_id, guest_id, kind, value, is_primary)
      select gen_random_uuid(), ${sender.organizationId}, n.id, 'phone', n.value, true
        from jsonb_to_recordset(${JSON.stringify(numbers)}::jsonb) as n (id uuid, value text)`),
  );
  return { ...sender, numbers: numbers.map(({ value }) => value) };
}
type Sender = Awaited<ReturnType<typeof senderWithNumbers>>;

const byHost = {
  ...{ channel: "whatsapp", sender: "host", subject: null },
  body: "Dear {{guest.firstName|friend}}, please answer: {{invite.url}}",
};
const ask = async (token: string, { campaignId }: Campaign) => {
  const { POST } = await import("@/app/api/campaigns/[id]/queue/next/route");
  const answer = await call(POST, { method: "POST", token, params: { id: campaignId } });
  return { ...answer, json: answer.json as HostQueue };
};
const mark = async (token: string, { campaignId }: Campaign, jobId: string, status: string) => {
  const { PATCH } = await import("@/app/api/campaigns/[id]/queue/[jobId]/route");
  return call(PATCH, { method: "PATCH", token, params: { id: campaignId, jobId }, body: { status } });
};
const press = async (token: string, { campaignId }: Campaign, deed: "cancel" | "pause" | "resume") => {
  const route = await import(`@/app/api/campaigns/[id]/${deed}/route.ts`);
  return call(route.POST, { method: "POST", token, params: { id: campaignId } });
};
const strandedOf = async ({ campaignId }: Campaign) =>
  (await findStranded()).filter((one) => one.campaignId === campaignId);
async function secondHost(sender: Sender) {
  const user = await createUser();
  await addMember(sender.organizationId, user, "admin");
  return user.token;
}

describe("a queue that hosts send themselves", () => {
  it("gives each guest's own words and link once, and the campaign is over with the last mark", async () => {
    const sender = await senderWithNumbers(3);
    const campaign = await approved(sender, byHost);
    expect(await stateOf(campaign)).toMatchObject({ status: "sending" });
    const seen: string[] = [];
    for (let n = 0; n < 3; n++) {
      const { json } = await ask(sender.token, campaign);
      const { id, address, text, link } = json.message!;
      seen.push(address);
      expect(text).toMatch(/^Dear Guest\d, please answer: http:\S+\/i\/[\w-]{22}$/);
      expect(link).toBe(`https://wa.me/${address.slice(1)}?text=${encodeURIComponent(text)}`);
      expect(json).toMatchObject({ total: 3, sent: n, left: 3 - n });
      // A page that is loaded again shows the same guest.
      expect((await ask(sender.token, campaign)).json.message!.id).toBe(id);
      expect(await strandedOf(campaign)).toEqual([]);
      for (const _ of [1, 2]) expect((await mark(sender.token, campaign, id, "sent")).status).toBe(200);
    }
    expect(seen.sort()).toEqual([...sender.numbers].sort());
    expect((await ask(sender.token, campaign)).json).toMatchObject({
      message: null,
      sent: 3,
      status: "sent",
    });
    expect(await stateOf(campaign)).toMatchObject({ status: "sent" });
  });

  it("never gives one guest to two hosts, whose hold ends by itself", async () => {
    const sender = await senderWithNumbers(3);
    const campaign = await approved(sender, byHost);
    const other = await secondHost(sender);
    const [mine, theirs] = await Promise.all([ask(sender.token, campaign), ask(other, campaign)]);
    const [a, b] = [mine.json.message!, theirs.json.message!];
    expect(a.id).not.toBe(b.id);
    expect((await mark(other, campaign, a.id, "sent")).status).toBe(409);
    await mark(other, campaign, b.id, "sent");
    await asSystem("tests let time pass", (tx) =>
      tx
        .update(messageJobs)
        .set({ heldUntil: new Date(0) })
        .where(eq(messageJobs.id, a.id)),
    );
    expect((await ask(other, campaign)).json.message!.id).toBe(a.id);
  });

  it("passes over who stopped meanwhile, and writes to the number that somebody has now", async () => {
    const sender = await senderWithNumbers(3);
    const campaign = await approved(sender, byHost);
    const suppress = (await import("@/app/api/projects/[id]/suppression-list/route")).POST;
    const body = { channel: "whatsapp", address: sender.numbers[0] };
    const params = { id: sender.projectId };
    expect((await call(suppress, { token: sender.token, params, body })).status).toBe(201);
    const moved = `+4916${String(next++).padStart(8, "0")}`;
    await asSystem("tests change a number", (tx) =>
      tx.execute(sql`update guest_contacts set value = ${moved} where value = ${sender.numbers[1]}`),
    );
    const addresses: string[] = [];
    for (let n = 0; n < 2; n++) {
      const { message } = (await ask(sender.token, campaign)).json;
      addresses.push(message!.address);
      await mark(sender.token, campaign, message!.id, "sent");
    }
    expect(addresses.sort()).toEqual([moved, sender.numbers[2]].sort());
    const states = (await jobsOf(campaign)).map(({ status }) => status).sort();
    expect(states).toEqual(["sent", "sent", "suppressed"]);
    expect((await stateOf(campaign)).status).toBe("sent");
  });

  it("takes a mark back, also the one that ended the campaign, and can be paused and stopped", async () => {
    const sender = await senderWithNumbers(2);
    const campaign = await approved(sender, { ...byHost, channel: "sms" });
    const first = (await ask(sender.token, campaign)).json.message!;
    expect(first.link).toBe(linkOf("sms", first.address, first.text));
    await mark(sender.token, campaign, first.id, "skipped");
    const second = (await ask(sender.token, campaign)).json.message!;
    await mark(sender.token, campaign, second.id, "sent");
    expect((await stateOf(campaign)).status).toBe("sent");
    expect((await mark(sender.token, campaign, first.id, "queued")).json).toMatchObject({
      status: "sending",
    });
    expect((await ask(sender.token, campaign)).json.message!.id).toBe(first.id);
    await press(sender.token, campaign, "pause");
    expect((await ask(sender.token, campaign)).json).toMatchObject({
      message: null,
      status: "paused",
      left: 1,
    });
    await press(sender.token, campaign, "resume");
    expect((await ask(sender.token, campaign)).json.message!.id).toBe(first.id);
    await press(sender.token, campaign, "cancel");
    expect((await ask(sender.token, campaign)).json).toMatchObject({
      message: null,
      status: "cancelled",
      left: 0,
    });
    expect(await strandedOf(campaign)).toEqual([]);
  });

  it("is moved by no worker and woken by no watchdog, and mails have none", async () => {
    const sender = await senderWithNumbers(2);
    const campaign = await approved(sender, byHost);
    const { deliverCampaign } = await import("../delivery/mutations");
    expect(await deliverCampaign(campaign)).toEqual({ done: true, waitSeconds: 0 });
    await asSystem("tests let time pass", (tx) =>
      tx.execute(
        sql`update messaging_campaigns set wakes_at = now() - interval '1 day' where id = ${campaign.campaignId}`,
      ),
    );
    await (await load()).wakeStalledCampaigns();
    const woken = await asSystem("tests look at the outbox", (tx) =>
      tx.execute(
        sql`select 1 from outbox where name = 'messaging/campaign.stalled' and data->>'campaignId' = ${campaign.campaignId}`,
      ),
    );
    expect([woken.length, await strandedOf(campaign)]).toEqual([0, []]);
    const { POST } = await import("@/app/api/projects/[id]/campaigns/route");
    const refused = await call(POST, {
      token: sender.token,
      params: { id: sender.projectId },
      body: { ...byHost, name: "Invitation", channel: "email", subject: "Hello" },
    });
    expect([refused.status, refused.json.errors[0].path]).toEqual([400, "sender"]);
  });

  it("tells the host when it is too early or too late where the guest lives, and lets them decide", async () => {
    const sender = await senderWithNumbers(2);
    // Two hours from now by the clocks of Tokyo, when it is in between three hours further east.
    const tokyo = wallClock("Asia/Tokyo", new Date()).getUTCHours();
    const clock = (hours: number) => `${String((tokyo + hours) % 24).padStart(2, "0")}:00`;
    const zones = ["Asia/Tokyo", "Etc/GMT-12"];
    await asSystem("tests send guests east", async (tx) => {
      for (const [at, zone] of zones.entries())
        await tx.execute(sql`update guests set timezone = ${zone} where id = ${sender.guests[at]!.id}`);
    });
    const sendWindow = { start: clock(2), end: clock(4) };
    const campaign = await approved(sender, { ...byHost, sendWindow });
    for (const [at, zone] of zones.entries()) {
      const { message } = (await ask(sender.token, campaign)).json;
      expect([message!.guestId, message!.timezone]).toEqual([sender.guests[at]!.id, zone]);
      const opens = message!.opensAt ? [wallClock(zone, new Date(message!.opensAt))] : [];
      expect(opens.map((at) => at.toISOString().slice(11, 16))).toEqual(at === 0 ? [sendWindow.start] : []);
      expect((await mark(sender.token, campaign, message!.id, "sent")).status).toBe(200);
    }
  });
});
