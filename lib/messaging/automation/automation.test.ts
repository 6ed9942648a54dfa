import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { asSystem } from "@/db/client";
import { createSender, letter } from "@/tests/setup/campaign";
import { approved, type Campaign, jobsOf, load, type Sender, stateOf } from "@/tests/setup/delivery";
import { startInbox } from "@/tests/setup/mail";
import { call } from "@/tests/setup/tenant";
import type { Trigger } from "./contract";
import { nextRun } from "./policy";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let inbox: Awaited<ReturnType<typeof startInbox>>;
beforeAll(async () => {
  inbox = await startInbox(async () => (await import("@/app/api/webhooks/resend/route")).POST);
});
afterAll(() => inbox.close());

const reminder: Trigger = { kind: "not_answered", daysBefore: 7, everyDays: 3, at: "10:00" };
const DAY = 86_400_000;
const days = (n: number) => new Date(Date.now() + n * DAY).toISOString();

const run = async () => (await import("./mutations")).runDueAutomations();
const replan = async ({ organizationId, projectId }: Sender, told: "answered" | null = null) =>
  (await import("./mutations")).replanAutomations(organizationId, projectId, told);
const setEvent = (sender: Sender, change: { startsAt?: string; deadline?: string | null }) =>
  asSystem("tests move dates", (tx) =>
    tx.execute(sql`
      update events set starts_at = coalesce(${change.startsAt ?? null}::timestamptz, starts_at),
             rsvp_deadline = ${change.deadline ?? null}::timestamptz where id = ${sender.eventId}`),
  );
/** The next run's time has come: what it hangs on is as it was, and the last run lies further back. */
const daysPass = (campaign: Campaign, n: number) =>
  asSystem("tests let days pass", (tx) =>
    tx.execute(sql`
      update messaging_campaigns
         set scheduled_at = now(), approved_at = approved_at - ${n} * interval '1 day',
             last_run_at = last_run_at - ${n} * interval '1 day' where id = ${campaign.campaignId}`),
  );
const answer = (guestId: string, attendance: string | null = "attending") =>
  asSystem("tests answer", (tx) =>
    tx.execute(sql`
      update guest_events set attendance = ${attendance}, answered_at = case when ${attendance}::text is not null then now() end
       where guest_id = ${guestId}`),
  );
async function drive(campaign: Campaign) {
  const { deliverCampaign } = await load();
  for (let n = 0; n < 30; n++) if ((await deliverCampaign(campaign)).done) return;
  throw new Error("The run never ended.");
}
const mailsOf = async (sender: Sender) => {
  const counts = await inbox.counts(sender.guests.map(({ email }) => email!));
  return sender.guests.map(({ email }) => counts.get(email!) ?? 0);
};

describe("a reminder before the deadline", () => {
  it("goes to those who have not answered, again until they do, and ends with the deadline", async () => {
    const sender = await createSender(3);
    await setEvent(sender, { deadline: days(8) });
    const campaign = await approved(sender, { trigger: reminder });
    const waiting = await stateOf(campaign);
    expect([waiting.status, waiting.run, await jobsOf(campaign)]).toEqual(["scheduled", 0, []]);
    expect(waiting.scheduledAt!.getTime()).toBeGreaterThan(Date.now());
    await run();
    await drive(campaign);
    expect(await mailsOf(sender)).toEqual([0, 0, 0]);

    await setEvent(sender, { deadline: days(6) });
    await daysPass(campaign, 3);
    await Promise.all([run(), run()]);
    expect((await jobsOf(campaign)).length).toBe(3);
    // Whoever answers between being queued and being frozen gets nothing.
    await answer(sender.guests[1]!.id, "declined");
    await drive(campaign);
    expect(await mailsOf(sender)).toEqual([1, 0, 1]);
    const between = await stateOf(campaign);
    expect([between.status, between.run]).toEqual(["scheduled", 1]);
    expect(between.scheduledAt!.getTime()).toBeGreaterThan(Date.now());
    await run();
    expect((await jobsOf(campaign)).length).toBe(3);

    await answer(sender.guests[0]!.id);
    await setEvent(sender, { deadline: days(2) });
    await daysPass(campaign, 4);
    await run();
    await drive(campaign);
    expect(await mailsOf(sender)).toEqual([1, 0, 2]);

    await setEvent(sender, { deadline: days(-1) });
    await replan(sender);
    expect((await stateOf(campaign)).status).toBe("sent");
    await run();
    await drive(campaign);
    expect(await mailsOf(sender)).toEqual([1, 0, 2]);
  });

  it("moves with its date, holds when it is taken away, and goes on when there is one again", async () => {
    const sender = await createSender(1);
    await setEvent(sender, { deadline: days(20) });
    const campaign = await approved(sender, { trigger: reminder });
    const at = async () => (await stateOf(campaign)).scheduledAt!.getTime();
    const before = await at();
    await setEvent(sender, { deadline: days(25) });
    await replan(sender);
    expect(Math.round(((await at()) - before) / DAY)).toBe(5);
    await setEvent(sender, { deadline: null });
    await asSystem("tests close no form", (tx) =>
      tx.execute(sql`update rsvp_forms set closes_at = null where project_id = ${sender.projectId}`),
    );
    await replan(sender);
    const held = await stateOf(campaign);
    expect([held.status, held.pausedReason]).toEqual(["paused", "no_date"]);
    await replan(sender);
    expect((await stateOf(campaign)).status).toBe("paused");
    await setEvent(sender, { deadline: days(30) });
    await replan(sender);
    const again = await stateOf(campaign);
    expect([again.status, again.pausedReason]).toEqual(["scheduled", null]);
    expect(again.scheduledAt!.getTime()).toBeGreaterThan(Date.now() + 20 * DAY);
  });

  it("reaches guests who were added later, and none who were deleted", async () => {
    const sender = await createSender(2);
    await setEvent(sender, { deadline: days(8) });
    const campaign = await approved(sender, { trigger: reminder });
    await asSystem("tests change the list", async (tx) => {
      await tx.execute(sql`update guests set deleted_at = now() where id = ${sender.guests[0]!.id}`);
      await tx.execute(sql`
        insert into guests (id, organization_id, project_id, group_id, first_name)
        select gen_random_uuid(), organization_id, project_id, group_id, 'Late' from guests where id = ${sender.guests[1]!.id}`);
      await tx.execute(sql`
        insert into guest_events (organization_id, guest_id, event_id)
        select organization_id, id, ${sender.eventId} from guests where project_id = ${sender.projectId} and first_name = 'Late'`);
      await tx.execute(sql`
        insert into guest_contacts (id, organization_id, guest_id, kind, value, is_primary)
        select gen_random_uuid(), organization_id, id, 'email', id || '@example.com', true
          from guests where project_id = ${sender.projectId} and first_name = 'Late'`);
    });
    await setEvent(sender, { deadline: days(6) });
    await daysPass(campaign, 3);
    await run();
    const guests = (await jobsOf(campaign)).map(({ guestId }) => guestId);
    expect([guests.length, guests.includes(sender.guests[0]!.id)]).toEqual([2, false]);
  });

  it("is switched off and on again by pausing and resuming", async () => {
    const sender = await createSender(1);
    await setEvent(sender, { deadline: days(8) });
    const campaign = await approved(sender, { trigger: reminder });
    const press = async (verb: "pause" | "resume") => {
      const routes = {
        pause: () => import("@/app/api/campaigns/[id]/pause/route"),
        resume: () => import("@/app/api/campaigns/[id]/resume/route"),
      };
      const given = { method: "POST", token: sender.token, params: { id: campaign.campaignId } };
      return (await call((await routes[verb]()).POST, given)).json.status;
    };
    expect(await press("pause")).toBe("paused");
    await setEvent(sender, { deadline: days(6) });
    await daysPass(campaign, 3);
    await run();
    await replan(sender);
    expect(await jobsOf(campaign)).toEqual([]);
    expect(await press("resume")).toBe("scheduled");
    await drive(campaign);
    expect(await mailsOf(sender)).toEqual([1]);
  });

  it("that was held up until answers are due ends unsent, and says why", async () => {
    const sender = await createSender(1);
    await setEvent(sender, { deadline: days(8) });
    const campaign = await approved(sender, { trigger: { ...reminder, everyDays: null } });
    await setEvent(sender, { deadline: days(-0.01) });
    await daysPass(campaign, 9);
    await Promise.all([run(), run()]);
    await replan(sender);
    const ended = await stateOf(campaign);
    expect([ended.status, ended.lastError]).toEqual([
      "cancelled",
      "Answers were due before this reminder could leave, so it was not sent.",
    ]);
    await drive(campaign);
    expect([await jobsOf(campaign), await mailsOf(sender)]).toEqual([[], [0]]);
  });

  it("that waits with its messages queued sends none of them once answers are due, nor what would follow", async () => {
    const sender = await createSender(2);
    await setEvent(sender, { deadline: days(8) });
    const campaign = await approved(sender, { trigger: { ...reminder, everyDays: null } });
    await setEvent(sender, { deadline: days(6) });
    await daysPass(campaign, 3);
    await run();
    expect((await jobsOf(campaign)).map(({ status }) => status)).toEqual(["queued", "queued"]);
    await asSystem("tests let an SMS follow to guests with numbers", async (tx) => {
      const fallback = [{ channel: "sms", afterHours: 0, body: "{{invite.url}}" }];
      await tx.execute(sql`
        update messaging_campaigns set fallback = ${JSON.stringify(fallback)}::jsonb where id = ${campaign.campaignId}`);
      await tx.execute(sql`
        insert into guest_contacts (id, organization_id, guest_id, kind, value, is_primary)
        select gen_random_uuid(), organization_id, id, 'phone', '+4917' || lpad((row_number() over ())::text, 8, '0'), true
          from guests where project_id = ${sender.projectId}`);
    });
    await setEvent(sender, { deadline: days(-0.01) });
    await drive(campaign);
    expect((await jobsOf(campaign)).map(({ status, lastError }) => [status, lastError])).toEqual([
      ["cancelled", "deadline_passed"],
      ["cancelled", "deadline_passed"],
    ]);
    expect([await mailsOf(sender), (await stateOf(campaign)).status]).toEqual([[0, 0], "sent"]);
  });

  it("cannot be approved without a date, or when its day has passed", async () => {
    const sender = await createSender(1);
    const { projectId, token } = sender;
    const all = await import("@/app/api/projects/[id]/campaigns/route");
    const { POST } = await import("@/app/api/campaigns/[id]/approve/route");
    const tried = async () => {
      const body = { ...letter, trigger: { ...reminder, everyDays: null } };
      const made = await call(all.POST, { token, params: { id: projectId }, body });
      const answer = await call(POST, { method: "POST", token, params: { id: made.json.id } });
      return answer.json.checks?.map((check: { message: string }) => check.message);
    };
    expect(await tried()).toEqual(["The date this hangs on is not set."]);
    await setEvent(sender, { deadline: days(2) });
    expect(await tried()).toEqual(["The day on which this would leave has passed."]);
  });
});

describe("what follows an answer", () => {
  it("goes once to each who answers as asked, told by the event or found by the sweep", async () => {
    const sender = await createSender(4);
    await answer(sender.guests[3]!.id);
    const campaign = await approved(sender, { trigger: { kind: "answered", attendance: "attending" } });
    await answer(sender.guests[0]!.id);
    await answer(sender.guests[1]!.id, "declined");
    await Promise.all([replan(sender, "answered"), replan(sender, "answered"), replan(sender, "answered")]);
    await drive(campaign);
    expect(await mailsOf(sender)).toEqual([1, 0, 0, 0]);
    // Withdrawn and given again: the database has this guest's message.
    await answer(sender.guests[0]!.id, null);
    await answer(sender.guests[0]!.id);
    await replan(sender, "answered");
    await drive(campaign);
    expect(await mailsOf(sender)).toEqual([1, 0, 0, 0]);
    // No event told of this one.
    await answer(sender.guests[2]!.id);
    await daysPass(campaign, 0);
    await asSystem("tests let an hour pass", (tx) =>
      tx.execute(
        sql`update messaging_campaigns set last_run_at = now() - interval '2 hours' where id = ${campaign.campaignId}`,
      ),
    );
    await run();
    await drive(campaign);
    expect(await mailsOf(sender)).toEqual([1, 0, 1, 0]);
    expect((await stateOf(campaign)).status).toBe("scheduled");
  });
});

describe("an answer that comes while another's message is being sent", () => {
  it("is followed as soon as that run is over, without waiting for the sweep", async () => {
    const sender = await createSender(3);
    const campaign = await approved(sender, { trigger: { kind: "answered", attendance: "attending" } });
    await answer(sender.guests[0]!.id);
    await replan(sender, "answered");
    await answer(sender.guests[1]!.id);
    // Its event finds the run on its way, and begins nothing.
    await replan(sender, "answered");
    expect((await jobsOf(campaign)).length).toBe(1);
    await drive(campaign);
    expect(await mailsOf(sender)).toEqual([1, 1, 0]);
    expect((await stateOf(campaign)).status).toBe("scheduled");
  });
});

describe("what follows the event", () => {
  it("goes once, on its day, and ends", async () => {
    const sender = await createSender(2);
    await setEvent(sender, { startsAt: days(1) });
    const campaign = await approved(sender, { trigger: { kind: "after_event", days: 1, at: "10:00" } });
    await run();
    expect(await jobsOf(campaign)).toEqual([]);
    await setEvent(sender, { startsAt: days(-2.5) });
    await daysPass(campaign, 4);
    await run();
    await drive(campaign);
    expect(await mailsOf(sender)).toEqual([1, 1]);
    expect((await stateOf(campaign)).status).toBe("sent");
  });
});

describe("the next run", () => {
  const zone = "Europe/Rome";
  it("comes at the same time of day on the other side of a change of clocks", () => {
    // Clocks in Rome go forward on 28 March 2027: 10:00 is 09:00 UTC before, and 08:00 after.
    const dates = { zone, deadline: new Date("2027-03-31T21:59:00Z"), endsAt: null };
    const first = nextRun({ ...reminder, daysBefore: 4 }, dates, new Date("2027-03-01T00:00:00Z"));
    expect(first).toEqual(new Date("2027-03-27T09:00:00Z"));
    const second = nextRun({ ...reminder, daysBefore: 4 }, dates, first as Date);
    expect(second).toEqual(new Date("2027-03-30T08:00:00Z"));
    expect(nextRun({ ...reminder, daysBefore: 4 }, dates, second as Date)).toBeNull();
  });
  it("exists where clocks skip its time, and never comes after the deadline", () => {
    const dates = { zone, deadline: new Date("2027-03-29T06:00:00Z"), endsAt: null };
    const skipped = nextRun(
      { ...reminder, daysBefore: 1, at: "02:30" },
      dates,
      new Date("2027-03-01T00:00:00Z"),
    );
    expect(["2027-03-28T00:30:00.000Z", "2027-03-28T01:30:00.000Z"]).toContain(
      (skipped as Date).toISOString(),
    );
    const late = { zone, deadline: new Date("2027-05-02T06:00:00Z"), endsAt: null };
    const often = { ...reminder, daysBefore: 2, everyDays: 1 };
    expect(nextRun(often, late, new Date("2027-05-01T12:00:00Z"))).toBeNull();
  });
});
