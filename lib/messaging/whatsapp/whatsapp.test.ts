import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asSystem } from "@/db/client";
import { createSender } from "@/tests/setup/campaign";
import { approved, jobsOf, stateOf } from "@/tests/setup/delivery";
import { call } from "@/tests/setup/tenant";
import { startTwilio } from "@/tests/setup/twilio";
import { isDelivered } from "./policy";

const TOKEN = "twilio-token";
const content = (sid: string, status: string, category: string) => ({
  ...{
    sid,
    friendly_name: `t_${sid}`,
    language: "en",
    types: { "twilio/text": { body: "Dear {{1}}: {{2}}" } },
  },
  variables: { 1: "Ada", 2: "https://example.com" },
  approval_requests: {
    name: `invite_${sid}`,
    category,
    status,
    rejection_reason: status === "rejected" ? "no" : "",
  },
});

let twilio: Awaited<ReturnType<typeof startTwilio>>;
beforeAll(async () => {
  twilio = await startTwilio(TOKEN);
  Object.assign(process.env, {
    ...{ TWILIO_WHATSAPP_FROM: "+15550002222" },
  });
  twilio.templates.push(
    content("HXgood", "approved", "MARKETING"),
    content("HXuseful", "approved", "UTILITY"),
    content("HXbad", "rejected", "MARKETING"),
  );
  await (await import("./mutations")).syncTemplates();
});
afterAll(() => twilio.close());

let next = Math.floor(Math.random() * 1e6) * 10;
const german = () => `+4917${String(next++).padStart(8, "0")}`;
// An exchange begins with 2 to 9: what begins otherwise is no number of the United States.
const american = () => `+1415${2_000_000 + (next++ % 1_000_000)}`;
const message = (templateId: string, more: object = {}) => ({
  ...{ channel: "whatsapp", subject: null, body: "By template.", templateId },
  templateVariables: { 1: "{{guest.firstName|friend}}", 2: "{{invite.url}}" },
  ...more,
});

async function senderWithNumbers(values: string[]) {
  const sender = await createSender(values.length);
  const numbers = sender.guests.map(({ id }, at) => ({ id, value: values[at] }));
  await asSystem("tests give guests numbers", (tx) =>
    tx.execute(sql`
      insert into guest_contacts (id, organization_id, guest_id, kind, value, is_primary)
      select gen_random_uuid(), ${sender.organizationId}, n.id, 'whatsapp', n.value, true
        from jsonb_to_recordset(${JSON.stringify(numbers)}::jsonb) as n (id uuid, value text)`),
  );
  return sender;
}

const readiness = async (sender: Awaited<ReturnType<typeof senderWithNumbers>>, body: object) => {
  const { projectId, token } = sender;
  const all = await import("@/app/api/projects/[id]/campaigns/route");
  const made = await call(all.POST, {
    token,
    params: { id: projectId },
    body: { name: "Invitation", ...body },
  });
  const { GET } = await import("@/app/api/projects/[id]/campaigns/readiness/route");
  const answer = await call(GET, { token, params: { id: projectId }, path: `/x?campaignId=${made.json.id}` });
  const check = answer.json.checks.find(({ key }: { key: string }) => key === "template");
  return { ...answer.json, template: check?.status as string };
};

describe("a campaign by WhatsApp", () => {
  it("is shown in the template's own words, with what is filled in for a guest, and a gap left to be seen", async () => {
    const sender = await senderWithNumbers([german()]);
    const { projectId, token } = sender;
    const all = await import("@/app/api/projects/[id]/campaigns/route");
    const body = {
      name: "Invitation",
      ...message("HXgood", { templateVariables: { 1: "{{guest.firstName}}" } }),
    };
    const made = await call(all.POST, { token, params: { id: projectId }, body });
    const { POST } = await import("@/app/api/campaigns/[id]/preview/route");
    const shown = await call(POST, { token, params: { id: made.json.id }, body: {} });
    expect([shown.json.text, shown.json.parts]).toEqual(["Dear Guest0: {{2}}", null]);
    const given = { templateVariables: { 1: "you", 2: "{{guest.nick}}" } };
    const unsaved = await call(POST, { token, params: { id: made.json.id }, body: given });
    expect([unsaved.json.text, unsaved.json.unknownFields]).toEqual([
      "Dear you: {{guest.nick}}",
      ["{{guest.nick}}"],
    ]);

    const { GET } = await import("@/app/api/projects/[id]/message-channels/route");
    const { data } = (await call(GET, { token, params: { id: projectId } })).json;
    expect(data.find(({ channel }: { channel: string }) => channel === "whatsapp")).toMatchObject({
      ...{ isSetUp: true, isLocal: true, missing: [] },
    });
    expect(data.find(({ channel }: { channel: string }) => channel === "sms")).toMatchObject({
      ...{ isSetUp: false, missing: ["TWILIO_SMS_FROM"] },
    });
  });

  it("is an approved template filled for each guest, and never marketing to the United States", async () => {
    const numbers = [german(), german(), american()];
    const sender = await senderWithNumbers(numbers);
    const campaign = await approved(sender, message("HXgood"));
    const { deliverCampaign } = await import("../delivery/mutations");
    for (let round = 0; round < 10 && !(await deliverCampaign(campaign)).done; round++);
    expect((await stateOf(campaign)).status).toBe("sent");
    const mine = twilio.taken.filter(({ to }) => numbers.some((one) => to === `whatsapp:${one}`));
    expect(mine.map(({ to }) => to).sort()).toEqual(
      numbers
        .slice(0, 2)
        .map((one) => `whatsapp:${one}`)
        .sort(),
    );
    expect(mine[0]).toMatchObject({ from: "whatsapp:+15550002222", template: "HXgood" });
    expect(mine[0]!.variables).toEqual({
      1: expect.stringMatching(/^Guest\d$/),
      2: expect.stringMatching(/\/i\/\w{22}$/),
    });
    expect((await jobsOf(campaign)).length).toBe(2);
  });

  it("cannot start without a template, with one that is not approved, or with a variable left empty", async () => {
    const sender = await senderWithNumbers([german(), american()]);
    const good = await readiness(sender, message("HXgood"));
    expect([good.ready, good.template, good.audience.total]).toEqual([true, "pass", 1]);
    expect(good.audience.excluded).toEqual([{ reason: "us_marketing", count: 1 }]);
    expect((await readiness(sender, message("HXuseful"))).audience.total).toBe(2);
    for (const body of [
      message("HXbad"),
      message("HXnowhere"),
      message("HXgood", { templateId: null }),
      message("HXgood", { templateVariables: { 2: "{{invite.url}}" } }),
    ]) {
      const found = await readiness(sender, body);
      expect([found.ready, found.template]).toEqual([false, "fail"]);
    }
  });

  it("shows the templates with their category and status, and forgets those that are gone", async () => {
    const { GET } = await import("@/app/api/projects/[id]/message-templates/route");
    const { projectId, token } = await createSender(1);
    const list = async () => (await call(GET, { token, params: { id: projectId } })).json.data;
    expect(await list()).toEqual([
      expect.objectContaining({ id: "HXbad", status: "rejected", category: "marketing", reason: "no" }),
      expect.objectContaining({
        id: "HXgood",
        status: "approved",
        variables: ["1", "2"],
        body: "Dear {{1}}: {{2}}",
      }),
      expect.objectContaining({ id: "HXuseful", status: "approved", category: "utility" }),
    ]);
    const gone = twilio.templates.pop()!;
    await (await import("./mutations")).syncTemplates();
    expect((await list()).length).toBe(2);
    twilio.templates.push(gone);
  });

  it("knows American numbers from Canadian ones", () => {
    expect(isDelivered("marketing", "+14155552671")).toBe(false);
    expect(isDelivered("marketing", "+14165550123")).toBe(true);
    expect(isDelivered("utility", "+14155552671")).toBe(true);
  });
});
