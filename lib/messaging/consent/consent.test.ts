import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import * as give from "@/app/api/guests/[id]/consents/route";
import * as forms from "@/app/api/projects/[id]/rsvp-forms/route";
import { asSystem } from "@/db/client";
import { answer, createEvent, createForm, createHousehold } from "@/tests/setup/household";
import { call, createTenant } from "@/tests/setup/tenant";

let tenant: Awaited<ReturnType<typeof createTenant>>;
let dinner: string;
let form: Awaited<ReturnType<typeof createForm>>;
let news: string;
let rides: string;
const WORDS = "You may send me news of the day by SMS and WhatsApp.";
beforeAll(async () => {
  tenant = await createTenant();
  dinner = await createEvent(tenant);
  form = await createForm(tenant, {
    questions: [
      { type: "consent", label: WORDS, consentChannels: ["sms", "whatsapp", "sms"] },
      { type: "consent", label: "Text me about rides.", consentChannels: ["sms"] },
      { type: "consent", label: "You may show photographs of me." },
    ],
  });
  news = form.questions[0]!.id;
  rides = form.questions[1]!.id;
});

type Ticks = Record<string, boolean>;
type Home = Awaited<ReturnType<typeof createHousehold>>;
const say = async ({ token, guestIds }: Home, ticks: Ticks[], going = "attending") => {
  const responses = ticks.map((answers, at) => ({
    guestId: guestIds[at],
    ...{ attendance: { [dinner]: going }, answers },
  }));
  const said = await answer({ token, formId: form.id, responses });
  expect(said.status, said.text).toBeLessThan(300);
};
const consentsOf = (guestId: string) =>
  asSystem("tests read consents", async (tx) => [
    ...(await tx.execute<{ channel: string; source: string; note: string; ended: boolean }>(sql`
      select channel, source, note, withdrawn_at is not null as ended from guest_consents
       where guest_id = ${guestId} order by given_at, channel`)),
  ]);
const standing = async (guestId: string) =>
  (await consentsOf(guestId)).filter(({ ended }) => !ended).map(({ channel }) => channel);

describe("a consent that a form asks for", () => {
  it("is each guest's own, kept with the words that were ticked, and none where the tick is missing", async () => {
    const home = await createHousehold(tenant, ["Ada", "Ben"], [dinner]);
    await say(home, [{ [news]: true, [form.questions[2]!.id]: true }, { [news]: false }]);
    expect(await consentsOf(home.guestIds[0]!)).toEqual([
      { channel: "sms", source: "form", note: WORDS, ended: false },
      { channel: "whatsapp", source: "form", note: WORDS, ended: false },
    ]);
    expect(await consentsOf(home.guestIds[1]!)).toEqual([]);
  });

  it("is written once however often it is said, ends with the tick, and its row stays as proof", async () => {
    const home = await createHousehold(tenant, ["Ada"], [dinner]);
    const ada = home.guestIds[0]!;
    for (let n = 0; n < 3; n++) await say(home, [{ [news]: true }]);
    expect(await consentsOf(ada)).toHaveLength(2);
    await say(home, [{ [news]: true, [rides]: true }]);
    await say(home, [{ [rides]: true }]);
    // The other question still allows SMS.
    expect(await standing(ada)).toEqual(["sms"]);
    await say(home, [{}]);
    expect(await standing(ada)).toEqual([]);
    expect(await consentsOf(ada)).toHaveLength(2);
    await say(home, [{ [news]: true }]);
    expect(await standing(ada)).toEqual(["sms", "whatsapp"]);
    expect(await consentsOf(ada)).toHaveLength(4);
  });

  it("leaves a host's note as the proof where there is one, and ends that too when the guest takes the tick away", async () => {
    const home = await createHousehold(tenant, ["Ada"], [dinner]);
    const ada = home.guestIds[0]!;
    const body = { channel: "sms", note: "Said so on the phone." };
    const given = await call(give.POST, { token: tenant.token, params: { id: ada }, body });
    expect(given.status, given.text).toBe(201);
    await say(home, [{ [rides]: true }]);
    expect((await consentsOf(ada)).map(({ source }) => source)).toEqual(["host"]);
    await say(home, [{ [rides]: false }]);
    expect(await standing(ada)).toEqual([]);
  });

  it.each([
    ["of another type", { type: "yes_no", label: "May we?", consentChannels: ["sms"] }],
    ["for the household", { type: "consent", label: "May we?", perGuest: false, consentChannels: ["sms"] }],
    ["by an unknown channel", { type: "consent", label: "May we?", consentChannels: ["pigeon"] }],
  ])("is refused as a question %s", async (_, question) => {
    const body = { name: "Answers", questions: [question] };
    const refused = await call(forms.POST, { token: tenant.token, params: { id: tenant.projectId }, body });
    expect(refused.status).toBe(400);
    expect(refused.json.errors[0].path).toMatch(/^questions\.0\.consentChannels/);
  });
});
