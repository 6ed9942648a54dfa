import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as testing from "@/app/api/campaigns/[id]/test/route";
import * as all from "@/app/api/projects/[id]/campaigns/route";
import { asSystem } from "@/db/client";
import { createSender, letter } from "@/tests/setup/campaign";
import { startInbox } from "@/tests/setup/inbox";
import { addMember, call, createUser, sellPlan } from "@/tests/setup/tenant";
import { startTwilio } from "@/tests/setup/twilio";
import { syncTemplates } from "../whatsapp/mutations";
import { sendTest, tellUntaken } from "./mutations";
import { markTest } from "./policy";

type Sender = Awaited<ReturnType<typeof createSender>>;

const TOKEN = "twilio-token";
let twilio: Awaited<ReturnType<typeof startTwilio>>;
let inbox: Awaited<ReturnType<typeof startInbox>>;
beforeAll(async () => {
  inbox = await startInbox();
  twilio = await startTwilio(TOKEN);
  Object.assign(process.env, {
    ...{ TWILIO_SMS_FROM: "+15550001111", TWILIO_WHATSAPP_FROM: "+15550002222", TRUST_TIERS: "on" },
  });
  const content = (sid: string, status: string) => ({
    ...{ sid, friendly_name: sid, language: "en", types: { "twilio/text": { body: "{{1}}, {{2}}" } } },
    variables: { 1: "https://example.com", 2: "Ada" },
    approval_requests: { name: sid, category: "MARKETING", status, rejection_reason: "" },
  });
  twilio.templates.push(content("HXtried", "approved"), content("HXwaiting", "pending"));
  await syncTemplates();
});
afterAll(async () => {
  await inbox.close();
  await twilio.close();
});

let next = Math.floor(Math.random() * 1e6) * 10;
const number = () => `+4917${String(next++).padStart(8, "0")}`;
const text = { ...letter, channel: "sms", subject: null, body: "Dear {{guest.firstName}}: {{invite.url}}" };
const template = {
  ...{ ...letter, channel: "whatsapp", subject: null, templateId: "HXtried" },
  templateVariables: { 1: "{{invite.url}}", 2: "{{guest.firstName}}" },
};

async function campaignOf(sender: Sender, body: object): Promise<string> {
  const { projectId, token } = sender;
  return (await call(all.POST, { token, params: { id: projectId }, body })).json.id;
}
const ask = (token: string, id: string, body: object) => call(testing.POST, { token, params: { id }, body });
const takenBy = (to: string) => twilio.taken.filter((one) => one.to.endsWith(to));

/** Does what the jobs server does with the events of an organization, each as often as it is told to. */
async function runJobs({ organizationId }: Sender, times = 1) {
  const events = await asSystem("tests run jobs", (tx) =>
    tx.execute<{ id: string; data: Parameters<typeof sendTest>[0] }>(sql`
      select id, data from outbox
       where organization_id = ${organizationId} and name = 'messaging/campaign.test-requested' order by id`),
  );
  for (const { id, data } of events) {
    for (let n = 0; n < times; n++) await sendTest(data, id);
  }
}

it("an SMS is tried on the number that is typed, as the guest gets it, marked, and leaves once however often it is run", async () => {
  const sender = await createSender(2);
  const id = await campaignOf(sender, text);
  const to = number();
  const written = `${to.slice(0, 6)} ${to.slice(6)}`;
  const answer = await ask(sender.token, id, { to: written, guestId: sender.guests[1]!.id });
  expect([answer.status, answer.json]).toEqual([202, { to }]);
  await runJobs(sender, 3);
  expect(takenBy(to).map(({ body }) => body)).toEqual([
    `[Test] Dear Guest1: http://${sender.subdomain}.localhost:3000\n\nReply STOP to get no more.`,
  ]);
  expect(takenBy(to)[0]!.callback).toBeNull();
});

it("a WhatsApp message is tried by its template, marked where the template lets it", async () => {
  const sender = await createSender(1);
  const to = number();
  const id = await campaignOf(sender, template);
  expect((await ask(sender.token, id, { to })).status).toBe(202);
  await runJobs(sender);
  expect(takenBy(to)).toMatchObject([
    {
      to: `whatsapp:${to}`,
      template: "HXtried",
      variables: { 1: `http://${sender.subdomain}.localhost:3000`, 2: "[Test] Guest0" },
    },
  ]);
});

it("by SMS or WhatsApp is taken of the plan", async () => {
  const sender = await createSender(1);
  await sellPlan(sender.organizationId, "smsPerMonth", 2);
  const [byText, byTemplate] = [await campaignOf(sender, text), await campaignOf(sender, template)];
  expect((await ask(sender.token, byText, { to: number() })).status).toBe(202);
  expect((await ask(sender.token, byTemplate, { to: number() })).status).toBe(202);
  const { status, json } = await ask(sender.token, byText, { to: number() });
  expect([status, json.code]).toEqual([402, "limit_reached"]);
});

it("a number that Twilio refuses, and an answer that never came, are not tried again; one that has to wait is", async () => {
  const sender = await createSender(1);
  const id = await campaignOf(sender, text);
  const [refused, lost, slow] = [number(), number(), number()];
  const one = (to: string) => {
    const { organizationId } = sender;
    const key = uuidv7();
    return () =>
      sendTest({ organizationId, campaignId: id, channel: "sms", to, guestId: null, author: null }, key);
  };
  twilio.turns.push({ status: 400, code: 21211, message: "no number" });
  const first = one(refused);
  expect(await first()).toEqual({ outcome: "refused", reason: "21211: no number" });
  expect(await first()).toBeNull();
  expect(takenBy(refused)).toEqual([]);
  twilio.turns.push("reset-after-accept");
  const second = one(lost);
  expect(await second()).toMatchObject({ outcome: "unknown" });
  expect(await second()).toBeNull();
  expect(takenBy(lost).length).toBe(1);
  twilio.turns.push({ status: 429, code: 20429, message: "too many" });
  const third = one(slow);
  await expect(third()).rejects.toThrow("20429");
  await third();
  await third();
  expect(takenBy(slow).length).toBe(1);
});

it("its author is told by mail that the provider refused it, and why, once", async () => {
  const sender = await createSender(1);
  const id = await campaignOf(sender, text);
  const to = number();
  await ask(sender.token, id, { to });
  const [event] = await asSystem("tests read an event", (tx) =>
    tx.execute<{ id: string; data: Parameters<typeof sendTest>[0] }>(sql`
      select id, data from outbox
       where organization_id = ${sender.organizationId} and name = 'messaging/campaign.test-requested'`),
  );
  expect(event!.data.author).toBe(sender.owner.email);
  const untaken = { outcome: "refused", reason: "21614: not a mobile number <b>" } as const;
  for (let n = 0; n < 2; n++) await tellUntaken(event!.data, untaken, event!.id);
  const letters = await inbox.lettersTo(sender.owner.email);
  expect(letters.map(({ subject }) => subject)).toEqual([`Your test to ${to} was refused`]);
  expect(letters[0]!.text).toContain("21614: not a mobile number <b>");
  expect(letters[0]!.html).not.toContain("<b>");
});

it("is refused, with a sentence, where it could not leave or would reach somebody who said no", async () => {
  const sender = await createSender(1);
  const stopped = number();
  await asSystem("tests stop a number", (tx) =>
    tx.execute(sql`
      insert into suppression_list (id, organization_id, channel, address, reason)
      values (gen_random_uuid(), ${sender.organizationId}, 'sms', ${stopped}, 'unsubscribe')`),
  );
  const refusal = async (body: object, to?: string) => {
    const { status, json } = await ask(sender.token, await campaignOf(sender, body), to ? { to } : {});
    return [status, json.detail];
  };
  expect(await refusal(text)).toEqual([400, "to: is not a phone number"]);
  expect(await refusal(text, "anna@example.com")).toEqual([400, "to: is not a phone number"]);
  expect(await refusal(text, stopped)).toEqual([400, "to: is blocked, or its owner asked for no more"]);
  expect(await refusal({ ...text, sender: "host" }, number())).toEqual([
    422,
    expect.stringMatching(/own phone/),
  ]);
  expect(await refusal({ ...template, templateId: "HXwaiting" }, number())).toEqual([
    422,
    "The template HXwaiting is not approved: pending. Wait until Meta approves it, or choose another one.",
  ]);
  expect(await refusal(template, "+14155552671")).toEqual([400, expect.stringMatching(/United States/)]);
  expect(await refusal({ ...text, body: "[Look](https://elsewhere.example)" }, number())).toEqual([
    422,
    expect.stringMatching(/^A link leads elsewhere than to your own invitation\./),
  ]);
  expect((await refusal(text, number()))[0]).toBe(202);
});

it("is sent ten times a day by an organization, whoever asks and whichever channel, and no more at once", async () => {
  const sender = await createSender(1);
  const [sms, whatsapp] = [await campaignOf(sender, text), await campaignOf(sender, template)];
  const second = await createUser("Ben");
  await addMember(sender.organizationId, second, "editor");
  for (let n = 0; n < 8; n++)
    expect(
      (await ask(n % 2 ? second.token : sender.token, n % 2 ? sms : whatsapp, { to: number() })).status,
    ).toBe(202);
  const rush = await Promise.all([1, 2, 3, 4].map(() => ask(sender.token, sms, { to: number() })));
  expect(rush.map(({ status }) => status).sort()).toEqual([202, 202, 429, 429]);
  const refused = rush.find(({ status }) => status === 429)!;
  expect(refused.json.detail).toBe(
    "10 tests were sent within a day, and that is all. In 24 hours there is room for another.",
  );
  // A mail to oneself troubles nobody.
  expect((await ask(sender.token, await campaignOf(sender, letter), {})).status).toBe(202);
  await asSystem("tests let a day pass", (tx) =>
    tx.execute(sql`
      update audit_log set at = at - interval '1 day'
       where organization_id = ${sender.organizationId} and action = 'campaign.tested'`),
  );
  expect((await ask(sender.token, sms, { to: number() })).status).toBe(202);
});

it("a template without a variable for words is sent as it is", () => {
  const filled = { 1: "https://example.com/i/x" };
  expect(markTest({ text: "", template: { id: "HX", filled } }, "[Test]")).toEqual({
    templateSid: "HX",
    variables: filled,
  });
});
