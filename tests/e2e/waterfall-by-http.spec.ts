import { expect, test } from "@playwright/test";
import postgres from "postgres";
import { until } from "../../scripts/caller";
import { linkIn, mailsTo } from "./person";
import { type Api, apiAs, approveCampaign, campaignOnce, inboxOf, makeParty, writeBack } from "./scenery";
import { stack } from "./setup";

const mark = String(Date.now()).slice(-7);
const mailOf = (name: string) => `${name.toLowerCase()}${mark}@example.com`;
/** Each says by their name what becomes of them. */
const names = ["Yes", "No", "Partner", "Silent", "Quiet", "Unsubscribed", "Stopped"] as const;
const phoneOf = (name: string) => `+49152${mark}${[...names, "Mailless"].indexOf(name as never)}`;
const SUBJECT = "You are invited";
const row = (name: string, household = "") =>
  `${name},Guest,${mailOf(name)},${phoneOf(name)},${household || name}`;

test("a waterfall from mail to SMS reaches whoever has not answered, once, and nobody who has or who said no", async () => {
  test.setTimeout(300_000);
  const api = await apiAs("waterfall@example.com", "Nora Host");
  const party = await makeParty(api, "waterfall", [
    ...names.map((name) => row(name, name === "Partner" ? "Yes" : "")),
    `Phoneless,Guest,${mailOf("Phoneless")},,Phoneless`,
    `Mailless,Guest,,${phoneOf("Mailless")},Mailless`,
  ]);
  const { data: guests } = await api("GET", `${party.inProject}/guests?limit=50`);
  const idOf = (name: string) => guests.find(({ firstName }) => firstName === name)!.id;

  // Who wrote STOP did so to an earlier message.
  const earlier = { channel: "sms", audience: { guestIds: [idOf("Stopped")] } };
  const saved = await approveCampaign(api, party, { ...earlier, body: "Save the date" });
  await campaignOnce(api, saved, ({ status }) => status === "sent");
  await writeBack((await inboxOf(phoneOf("Stopped"), "sms"))[0]!, "STOP");
  await until(
    "STOP to be honoured",
    async () => (await api("GET", `${party.inProject}/suppression-list`)).data.length === 1,
  );

  const campaign = await approveCampaign(api, party, {
    channel: "email",
    subject: SUBJECT,
    audience: { all: true },
    fallback: [{ channel: "sms", afterHours: 1, body: "{{guest.firstName}}, please answer: {{invite.url}}" }],
  });
  // The wait begins once every mail has left; whom no mail can reach had the SMS instead.
  await campaignOnce(api, campaign, ({ nextStepAt }) => nextStepAt !== null);
  const mailed = [...names, "Phoneless"];
  const invited = async () => {
    const found = [];
    // Beside it come the confirmations of answers.
    for (const name of mailed)
      for (const { subject } of await mailsTo(mailOf(name))) if (subject === SUBJECT) found.push(name);
    return found;
  };
  expect(await invited()).toEqual(mailed);
  const texted = async (text: RegExp) => {
    const found = [];
    for (const name of [...names, "Mailless"])
      for (const { text: said } of await inboxOf(phoneOf(name), "sms")) if (text.test(said)) found.push(name);
    return found;
  };
  expect(await texted(/please answer/)).toEqual(["Mailless"]);

  await answer(api, "Yes", { attendance: "attending", event: party.event });
  await answer(api, "No", { attendance: "declined", event: party.event });
  const [letter] = await mailsTo(mailOf("Unsubscribed"));
  const token = /\/unsubscribe\/([\w.~-]+)/.exec(letter!.text)![1];
  await api("POST", `/unsubscribe/${token}`, {
    body: "List-Unsubscribe=One-Click",
    headers: { "content-type": "application/x-www-form-urlencoded" },
  });

  await anHourPasses(campaign);
  await campaignOnce(api, campaign, ({ status }) => status === "sent");
  const reached = ["Silent", "Quiet", "Mailless"];
  expect(await texted(/please answer/)).toEqual(reached);
  const [text] = await inboxOf(phoneOf("Quiet"), "sms");
  expect(text!.text).toMatch(/^Quiet, please answer: http:\/\/waterfall-\w+\.localhost/);
  expect(await invited()).toEqual(mailed);

  // The report says the same: who was written to by which channel, once each.
  const { data: jobs } = await api("GET", `/campaigns/${campaign}/jobs?limit=50`);
  const told = jobs.map(({ channel, guestName }) => `${channel} ${String(guestName).split(" ")[0]}`);
  expect(told.sort()).toEqual(
    [...mailed.map((name) => `email ${name}`), ...reached.map((name) => `sms ${name}`)].sort(),
  );
});

/** Answers for a household from the link in the mail of one of its people. */
async function answer(api: Api, name: string, { attendance, event }: { attendance: string; event: string }) {
  const token = linkIn((await mailsTo(mailOf(name)))[0]!).split("/i/")[1]!;
  const open = (await api("POST", `/invites/${token}/validate`, { body: {} })) as unknown as {
    guests: { id: string; firstName: string }[];
    form: { id: string };
  };
  const { id } = open.guests.find(({ firstName }) => firstName === name)!;
  const responses = [{ guestId: id, attendance: { [event]: attendance }, answers: {} }];
  await api("POST", "/rsvp/submit", { body: { token, formId: open.form.id, responses } });
}

/** The least wait that can be chosen is an hour: its end is brought near, and the watchdog finds it within a minute. */
async function anHourPasses(campaign: string) {
  const owner = postgres(stack().ownerDatabase, { max: 1 });
  const moved = await owner`
    update messaging_campaigns
       set next_step_at = next_step_at - interval '1 hour', wakes_at = wakes_at - interval '1 hour'
     where id = ${campaign} and next_step_at is not null returning id`;
  await owner.end();
  expect(moved).toHaveLength(1);
}
