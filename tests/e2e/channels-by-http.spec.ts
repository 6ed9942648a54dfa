import { expect, test } from "@playwright/test";
import { until } from "../../scripts/caller";
import { apiAs, approveCampaign, campaignOnce, inboxOf, makeParty, writeBack } from "./scenery";

/** Numbers of this run, so that what was stopped before does not matter. */
const mark = String(Date.now()).slice(-7);
const people = [1, 2, 3].map((n) => `+49151${mark}${n}`);

test("a campaign by each channel on one machine, and STOP written back keeps the next one away", async () => {
  test.setTimeout(240_000);
  const api = await apiAs("channels@example.com", "Nora Host");
  const party = await makeParty(
    api,
    "channels",
    people.map((number, n) => `Guest${n},Number,channel${number.slice(1)}@example.com,${number},`),
  );
  const { inProject } = party;
  const run = async (body: object) => {
    const id = await approveCampaign(api, party, body);
    await campaignOnce(api, id, ({ status }) => status === "sent");
    return `/campaigns/${id}/stats`;
  };
  const delivered = (path: string, count: number) =>
    until("delivery", async () => (await api("GET", path)).delivered === count, 60);

  await delivered(await run({ channel: "email", subject: "You are invited" }), 3);
  await delivered(await run({ channel: "sms" }), 3);
  for (const [n, number] of people.entries()) {
    const [message, ...more] = await inboxOf(number, "sms");
    expect(more).toEqual([]);
    expect(message!.text).toMatch(
      new RegExp(`^Dear Guest${n}, answer here: http://channels-\\w+\\.localhost`),
    );
  }

  // A test reaches the number that its author types, and says what it is.
  const tried = `+49153${mark}0`;
  const draft = await api("POST", `${inProject}/campaigns`, {
    body: { name: "Reminder", channel: "sms", body: "Dear {{guest.firstName}}: {{invite.url}}" },
  });
  await api("POST", `/campaigns/${draft.id}/test`, { body: { to: tried } });
  const [trial] = await until("the test", async () => {
    const found = await inboxOf(tried, "sms");
    return found.length > 0 && found;
  });
  expect(trial!.text).toMatch(/^\[Test\] Dear Guest\d: http:\/\/channels-\w+\.localhost:\d+\n/);

  const templates = await until(
    "the templates",
    async () => {
      const { data } = await api("GET", `${inProject}/message-templates`);
      return data.some(({ status }) => status === "approved") && data;
    },
    90,
  );
  const templateId = templates.find(({ name }) => name === "invitation")!.id;
  const filled = { templateId, templateVariables: { 1: "{{guest.firstName}}", 2: "{{invite.url}}" } };
  await delivered(await run({ channel: "whatsapp", ...filled }), 3);
  expect((await inboxOf(people[0]!, "whatsapp"))[0]!.text).toMatch(/^Dear Guest0, you are invited\./);

  const [first] = await inboxOf(people[0]!, "sms");
  await writeBack(first!, "STOP");
  const isStopped = async () => (await api("GET", `${inProject}/suppression-list`)).data.length === 1;
  await until("STOP to be honoured", isStopped);
  await delivered(await run({ channel: "sms" }), 2);
  expect(await inboxOf(people[0]!, "sms")).toHaveLength(1);
  expect(await inboxOf(people[1]!, "sms")).toHaveLength(2);

  // From the host's own phone: one after the other, and nobody who wrote STOP.
  const byHand = await approveCampaign(api, party, { channel: "sms", sender: "host" });
  type Queued = { id: string; address: string; link: string; text: string } | null;
  const shown = [];
  for (;;) {
    const { message } = (await api("POST", `/campaigns/${byHand}/queue/next`)) as unknown as {
      message: Queued;
    };
    if (!message) break;
    expect(decodeURIComponent(message.link)).toContain(message.text);
    shown.push(message.address);
    await api("PATCH", `/campaigns/${byHand}/queue/${message.id}`, { body: { status: "sent" } });
  }
  expect(shown.sort()).toEqual(people.slice(1));
  expect((await api("GET", `/campaigns/${byHand}`)).status).toBe("sent");
  // None of them went out by the provider too.
  expect(await inboxOf(people[1]!, "sms")).toHaveLength(2);
});
