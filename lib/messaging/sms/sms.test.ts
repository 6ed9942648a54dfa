import { sql } from "drizzle-orm";
import fc from "fast-check";
import { SegmentedMessage } from "sms-segments-calculator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asSystem } from "@/db/client";
import { createSender, letter } from "@/tests/setup/campaign";
import { approved, type Campaign, jobsOf, stateOf } from "@/tests/setup/delivery";
import { call } from "@/tests/setup/tenant";
import { startTwilio } from "@/tests/setup/twilio";
import { segmentsOf } from "./policy";

const TOKEN = "twilio-token";
let twilio: Awaited<ReturnType<typeof startTwilio>>;
beforeAll(async () => {
  twilio = await startTwilio(TOKEN);
  Object.assign(process.env, {
    ...{ TWILIO_SMS_FROM: "+15550001111", TWILIO_SMS_PRICE: "0.05 EUR", TWILIO_SMS_RATE_LIMIT: "100" },
  });
});
afterAll(() => twilio.close());

let next = Math.floor(Math.random() * 1e6) * 10;
/** Guests of whom every one but the last has a number. */
async function senderWithNumbers(count: number) {
  const sender = await createSender(count);
  const numbers = sender.guests
    .slice(0, -1)
    .map(({ id }) => ({ id, value: `+4917${String(next++).padStart(8, "0")}` }));
  await asSystem("tests give guests numbers", (tx) =>
    tx.execute(sql`
      insert into guest_contacts (id, organization_id, guest_id, kind, value, is_primary)
      select gen_random_uuid(), ${sender.organizationId}, n.id, 'phone', n.value, true
        from jsonb_to_recordset(${JSON.stringify(numbers)}::jsonb) as n (id uuid, value text)`),
  );
  return { ...sender, numbers: numbers.map(({ value }) => value) };
}

const text = {
  channel: "sms",
  subject: null,
  body: "Dear {{guest.firstName|friend}}, please answer: {{invite.url}}",
};
/** At any hour of the day on which the tests run. */
const always = { sendWindow: { start: "00:00", end: "00:00" } };

async function deliver(campaign: Campaign) {
  const { deliverCampaign } = await import("../delivery/mutations");
  for (let n = 0; n < 50; n++) {
    const { done, waitSeconds } = await deliverCampaign(campaign);
    if (done) return;
    if (waitSeconds > 0)
      await asSystem("tests let time pass", (tx) =>
        tx.execute(
          sql`update message_batches set claimed_until = null, not_before = null where campaign_id = ${campaign.campaignId}`,
        ),
      );
  }
  throw new Error("The campaign never ended.");
}

describe("a campaign by SMS", () => {
  it("reaches each number once with its own link, follows Twilio's word of it, and honours STOP", async () => {
    const sender = await senderWithNumbers(5);
    const campaign = await approved(sender, { ...text, ...always });
    await deliver(campaign);
    const mine = twilio.taken.filter(({ to }) => sender.numbers.includes(to));
    expect(mine.map(({ to }) => to).sort()).toEqual([...sender.numbers].sort());
    expect(new Set(mine.map(({ body }) => body)).size).toBe(4);
    const link = `http://${sender.subdomain}.localhost:3000/i/\\w{22}`;
    expect(mine[0]!.body).toMatch(
      new RegExp(`^Dear Guest\\d, please answer: ${link}\\n\\nReply STOP to get no more\\.$`),
    );
    expect((await stateOf(campaign)).status).toBe("sent");

    const webhook = (await import("@/app/api/webhooks/twilio/route")).POST;
    const [first] = mine;
    const fields = { MessageSid: first!.sid, MessageStatus: "delivered" };
    expect((await call(webhook, { method: "POST", ...twilio.tell(first!.callback!, fields) })).status).toBe(
      204,
    );
    const job = (await jobsOf(campaign)).find(({ address }) => address === first!.to)!;
    expect([job.status, job.providerMessageId]).toEqual(["delivered", first!.sid]);

    const stop = { MessageSid: "SMstop", From: first!.to, To: "+15550001111", Body: "Stop" };
    await call(webhook, {
      method: "POST",
      ...twilio.tell("http://app.localhost:3000/api/webhooks/twilio", stop),
    });
    const again = await approved(sender, { ...text, ...always });
    await deliver(again);
    expect((await jobsOf(again)).map(({ address }) => address)).not.toContain(first!.to);
    expect(twilio.taken.filter(({ to }) => to === first!.to).length).toBe(1);
  });

  it("is never repeated when Twilio hangs up after taking a message, and goes past a number it refuses", async () => {
    const sender = await senderWithNumbers(4);
    const campaign = await approved(sender, { ...text, ...always });
    twilio.turns.push("reset-after-accept", { status: 400, code: 21211, message: "no number" });
    await deliver(campaign);
    const mine = twilio.taken.filter(({ to }) => sender.numbers.includes(to));
    expect([mine.length, new Set(mine.map(({ to }) => to)).size]).toEqual([2, 2]);
    const states = (await jobsOf(campaign)).map(({ status, lastError }) =>
      [status, lastError?.slice(0, 15)].join(" "),
    );
    expect(states.sort()).toEqual(["failed 21211: no numbe", "failed outcome_unknown", "sent "].sort());
  });

  it("tells before it is approved who has no number, how a message travels, and what it costs", async () => {
    const sender = await senderWithNumbers(4);
    const { projectId, token } = sender;
    const all = await import("@/app/api/projects/[id]/campaigns/route");
    const made = await call(all.POST, { token, params: { id: projectId }, body: { ...letter, ...text } });
    const { GET } = await import("@/app/api/projects/[id]/campaigns/readiness/route");
    const answer = await call(GET, {
      token,
      params: { id: projectId },
      path: `/x?campaignId=${made.json.id}`,
    });
    const { ready, checks, audience, cost } = answer.json;
    expect([ready, audience.total, audience.excluded]).toEqual([
      true,
      3,
      [{ reason: "no_address", count: 1 }],
    ]);
    const keys = checks.map(({ key }: { key: string }) => key);
    expect(keys).toEqual(expect.arrayContaining(["parts", "carrier"]));
    expect(keys).not.toContain("subject");
    expect(cost).toEqual({ amount: 15, currency: "EUR" });
  });

  it("is shown and counted as each guest gets it, and paid for as the sum of all", async () => {
    const sender = await senderWithNumbers(4);
    const { projectId, token, organizationId, guests } = sender;
    const long = "Æ".repeat(90);
    await asSystem("tests rename guests", (tx) =>
      tx.execute(
        sql`update guests set first_name = case id when ${guests[1]!.id} then ${long} else 'Łucja' end
             where organization_id = ${organizationId} and id <> ${guests[0]!.id}`,
      ),
    );
    const all = await import("@/app/api/projects/[id]/campaigns/route");
    // Saved as a mail, shown as a text.
    const made = await call(all.POST, { token, params: { id: projectId }, body: letter });
    const { POST } = await import("@/app/api/campaigns/[id]/preview/route");
    const shown = async (guestId: string) =>
      (
        await call(POST, {
          token,
          params: { id: made.json.id },
          body: { guestId, channel: "sms", body: text.body },
        })
      ).json;
    const first = await shown(guests[0]!.id);
    expect(first.text).toMatch(
      /^Dear Guest0, please answer: .*\/i\/[\w-]{22}\n\nReply STOP to get no more\.$/s,
    );
    expect(first.parts).toEqual(segmentsOf(first.text));
    expect((await shown(guests[1]!.id)).parts).toMatchObject({ encoding: "GSM-7", segments: 2 });
    const polish = (await shown(guests[2]!.id)).parts;
    expect(polish).toMatchObject({ encoding: "UCS-2", segments: 2 });

    const { PATCH } = await import("@/app/api/campaigns/[id]/route");
    await call(PATCH, { method: "PATCH", token, params: { id: made.json.id }, body: { ...text } });
    const { GET } = await import("@/app/api/projects/[id]/campaigns/readiness/route");
    const path = `/x?campaignId=${made.json.id}`;
    const { parts, cost } = (await call(GET, { token, params: { id: projectId }, path })).json;
    expect(parts).toMatchObject({ total: 5, longest: { segments: 2, encoding: "GSM-7" } });
    expect(cost).toEqual({ amount: 25, currency: "EUR" });
  });

  it("waits for the morning of the recipient where no hours are named", async () => {
    const sender = await senderWithNumbers(3);
    const campaign = await approved(sender, text);
    const night = [...Array(24).keys()].map((shift) => `Etc/GMT${shift - 12 >= 0 ? "+" : ""}${shift - 12}`);
    const { opensAt } = await import("../delivery/window/policy");
    const { QUIET_HOURS } = await import("./policy");
    const zone = night.find((one) => opensAt(QUIET_HOURS, one, new Date()) !== null)!;
    await asSystem("tests move guests", (tx) =>
      tx.execute(sql`update guests set timezone = ${zone} where organization_id = ${sender.organizationId}`),
    );
    const { deliverCampaign } = await import("../delivery/mutations");
    expect((await deliverCampaign(campaign)).waitSeconds).toBeGreaterThan(0);
    expect(twilio.taken.filter(({ to }) => sender.numbers.includes(to))).toEqual([]);
  });
});

describe("the parts of a text", () => {
  it("are counted as carriers count them", () => {
    const count = (text: string) => Object.values(segmentsOf(text)).slice(0, 2).join(" ");
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."abc é\n€^{łÇ🎉@_"), maxLength: 400 }), (text) => {
        const { encodingName, segmentsCount, numberOfCharacters } = new SegmentedMessage(text);
        expect(segmentsOf(text)).toEqual({
          ...{ encoding: encodingName, segments: segmentsCount, characters: numberOfCharacters },
        });
      }),
    );
    expect(count("a".repeat(160))).toBe("GSM-7 1");
    expect(count("a".repeat(161))).toBe("GSM-7 2");
    expect(count("a".repeat(306))).toBe("GSM-7 2");
    expect(count("a".repeat(307))).toBe("GSM-7 3");
    expect(count("€".repeat(80))).toBe("GSM-7 1");
    expect(count("€".repeat(81))).toBe("GSM-7 2");
    expect(count("ł".repeat(70))).toBe("UCS-2 1");
    expect(count("ł".repeat(71))).toBe("UCS-2 2");
    expect(count("🎉".repeat(35))).toBe("UCS-2 1");
    expect(count("🎉".repeat(36))).toBe("UCS-2 2");
  });
});

describe("the suppression list", () => {
  it("takes numbers for text messages and addresses for mails, and not the other way round", async () => {
    const { projectId, token } = await createSender(1);
    const { POST } = await import("@/app/api/projects/[id]/suppression-list/route");
    const stop = async (channel: string, address: string) => {
      const { status, json } = await call(POST, {
        token,
        params: { id: projectId },
        body: { channel, address },
      });
      return status === 201 ? json.address : json.errors?.[0].path;
    };
    expect(await stop("sms", " +4917012345678 ")).toBe("+4917012345678");
    expect(await stop("whatsapp", "+4917012345678")).toBe("+4917012345678");
    expect(await stop("email", " Ida@Example.com")).toBe("ida@example.com");
    expect(await stop("sms", "ida@example.com")).toBe("address");
    expect(await stop("email", "+4917012345678")).toBe("address");
    expect(await stop("sms", "017012345678")).toBe("address");
  });
});
