import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { asSystem } from "@/db/client";
import { answer, createEvent, createForm, createHousehold, createSite } from "@/tests/setup/household";
import { startInbox } from "@/tests/setup/inbox";
import { createTenant } from "@/tests/setup/tenant";
import type { SubmissionSaved } from "../events";
import { sendConfirmation, whomToConfirm } from "./mutations";

let inbox: Awaited<ReturnType<typeof startInbox>>;
let tenant: Awaited<ReturnType<typeof createTenant>>;
let dinner: string;
let form: Awaited<ReturnType<typeof createForm>>;
let meal: string;
let host: string;
beforeAll(async () => {
  inbox = await startInbox();
  tenant = await createTenant();
  dinner = await createEvent(tenant, { name: "Dinner", venueName: "Villa Aurelia" });
  form = await createForm(tenant, { closesAt: "2027-05-01T22:00:00Z" });
  meal = form.questions.find(({ type }) => type === "meal")!.id;
  host = `${(await createSite(tenant)).subdomain}.localhost:3000`;
});
afterAll(() => inbox.close());

let people = 0;
const somebody = () => `guest-${process.pid}-${Date.now()}-${++people}@example.com`;
type Home = Awaited<ReturnType<typeof createHousehold>>;

/** Answers, and returns the event that the outbox tells of it. */
async function say(home: Home, attendance: string, more: object = {}): Promise<SubmissionSaved> {
  const said = await answer({
    token: home.token,
    formId: form.id,
    responses: home.guestIds.map((guestId) => ({ guestId, attendance: { [dinner]: attendance }, ...more })),
    message: "See <you> there",
  });
  expect(said.status, said.text).toBe(201);
  const [row] = await asSystem("tests look", (tx) =>
    tx.execute<{ data: SubmissionSaved }>(
      sql`select data from outbox where name = 'rsvp/submission.saved' and data->>'submissionId' = ${said.json.id}
           and (data->>'revision')::int = ${said.json.revision}`,
    ),
  );
  return row!.data;
}
const confirm = async (saved: SubmissionSaved) => {
  for (const guestId of await whomToConfirm(saved)) await sendConfirmation(saved, guestId);
};

it("tells everybody who answered and has an address what they said, how to change it, and when to come", async () => {
  const [first, second] = [somebody(), somebody()];
  const home = await createHousehold(
    tenant,
    [
      { firstName: "Ada", email: first },
      { firstName: "Ben", email: second },
    ],
    [dinner],
  );
  const saved = await say(home, "attending", { answers: { [meal]: "fish" } });
  await confirm(saved);
  const letter = await inbox.newestTo(first);
  expect(letter.subject).toBe("You are coming: Ada & Luca");
  const link = `http://${host}/i/${home.token}`;
  for (const part of [letter.text, letter.html.replaceAll("&lt;", "<").replaceAll("&gt;", ">")]) {
    expect(part).toContain("Dear Ada,");
    expect(part).toContain(link);
    expect(part).toContain("Saturday, 12 June 2027, 7 pm (Rome time)");
    expect(part).toContain("Ben: Coming");
    expect(part).toContain("What would you like to eat? Fish");
    expect(part).toContain("See <you> there");
  }
  expect(letter.html).not.toContain("<you>");
  expect(letter.html).not.toMatch(/<img|url\(/);
  const read = await fetch(`${process.env.RESEND_BASE_URL}/messages?to=${encodeURIComponent(first)}`);
  const [mail] = ((await read.json()) as { data: { attachments?: { filename: string }[]; from: string }[] })
    .data;
  expect(mail!.from).toContain("Ada & Luca");
  expect((await inbox.newestTo(second)).text).toContain("Dear Ben,");
  // Tried again, whatever the reason, it has left already.
  await confirm(saved);
  expect(await inbox.lettersTo(first)).toHaveLength(1);
});

it("goes to the first of the household with an address when none of those who answered has one", async () => {
  const address = somebody();
  const home = await createHousehold(tenant, ["Ada", { firstName: "Ben", email: address }], [dinner]);
  const saved = await say({ ...home, guestIds: home.guestIds.slice(0, 1) }, "declined");
  await confirm(saved);
  const letter = await inbox.newestTo(address);
  expect(letter.subject).toBe("Your answer: Ada & Luca");
  expect(letter.text).toContain("Ada: Not coming");
  expect(letter.text).not.toContain("calendar.ics");
});

it("is for the answer that stands: an overtaken one is not confirmed any more", async () => {
  const address = somebody();
  const home = await createHousehold(tenant, [{ firstName: "Ada", email: address }], [dinner]);
  const first = await say(home, "attending");
  const second = await say(home, "declined");
  await confirm(first);
  expect(await inbox.lettersTo(address)).toEqual([]);
  await confirm(second);
  expect((await inbox.newestTo(address)).text).toContain("Not coming");
});

it("spares addresses that bounced, and leaves once when the mail server fails in between", async () => {
  const [good, bounced] = [somebody(), somebody()];
  const home = await createHousehold(
    tenant,
    [
      { firstName: "Ada", email: bounced },
      { firstName: "Ben", email: good },
    ],
    [dinner],
  );
  await asSystem("tests let a mail bounce", (tx) =>
    tx.execute(sql`
      insert into suppression_list (id, organization_id, channel, address, reason)
      values (gen_random_uuid(), ${tenant.organizationId}, 'email', ${bounced}, 'bounce')`),
  );
  const saved = await say(home, "attending");
  expect(await whomToConfirm(saved)).toEqual([home.guestIds[1]]);
  await inbox.fail("reset-after-accept");
  await expect(confirm(saved)).rejects.toThrow();
  await confirm(saved);
  expect(await inbox.lettersTo(good)).toHaveLength(1);
  expect(await inbox.lettersTo(bounced)).toEqual([]);
});
