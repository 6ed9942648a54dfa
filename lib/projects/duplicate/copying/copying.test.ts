import { eq, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { expect, it } from "vitest";
import * as duplicating from "@/app/api/projects/[id]/duplicate/route";
import { asSystem } from "@/db/client";
import * as s from "@/db/schema";
import { runAsJob } from "@/lib/http/job";
import { replanAutomations, runDueAutomations } from "@/lib/messaging/automation/mutations";
import { createSender } from "@/tests/setup/campaign";
import { call } from "@/tests/setup/tenant";
import { runDuplicatePiece } from "../mutations";
import { copyId } from "../policy";

it("a copy keeps how its campaigns are sent, as drafts that nobody approved and nothing sends by itself", async () => {
  const of = await createSender(2);
  const { organizationId, projectId, siteId, eventId, guests } = of;
  const tagId = uuidv7();
  const reminder = uuidv7();
  const templateVariables = { 1: "guest.firstName" };
  const followed = { afterHours: 48, body: "{{invite.url}}", templateId: null, templateVariables: {} };
  const written = {
    name: "Reminder",
    channel: "email" as const,
    ...{ subject: "Please answer", preheader: "Soon", body: "{{invite.url}}" },
    fallback: [
      { channel: "whatsapp", afterHours: 72, body: "", templateId: "HX1", templateVariables },
      { channel: "sms", ...followed },
    ],
    trigger: { kind: "not_answered", daysBefore: 7, everyDays: 3, at: "10:00" },
    ...{ sendWindow: { start: "09:00", end: "20:00" }, perMinute: 60 },
  };
  const whatsapp = {
    name: "By hand",
    channel: "whatsapp" as const,
    sender: "host" as const,
    ...{ body: "{{invite.url}}", templateId: "HX2", templateVariables },
  };
  const past = new Date("2026-01-02T03:04:05Z");
  await asSystem("tests make campaigns that are on their way", async (tx) => {
    await tx.insert(s.guestTags).values({ id: tagId, organizationId, projectId, name: "Family" });
    const own = { organizationId, projectId, siteId };
    const approved = { approvedAt: past, approvedBy: uuidv7(), askedBy: uuidv7(), askedAt: past };
    const times = { scheduledAt: past, nextStepAt: past, lastRunAt: past, startedAt: past, wakesAt: past };
    const under = { ...own, ...approved, ...times, run: 2, step: 1, compiled: {} };
    const audience = { eventId, tagIds: [tagId], rsvpStatus: "pending" };
    await tx.insert(s.messagingCampaigns).values([
      { ...under, ...written, id: reminder, status: "scheduled", audience },
      { ...under, ...whatsapp, id: uuidv7(), status: "sending" },
    ]);
    await tx.insert(s.messageJobs).values({
      ...{ organizationId, campaignId: reminder, run: 2, guestId: guests[0]!.id },
      ...{ channel: "email" as const, address: "ada@example.com" },
    });
  });
  const copied = async (include: object) => {
    const body = { name: "Next year", include };
    const { json } = await call(duplicating.POST, { token: of.token, params: { id: projectId }, body });
    while (await runAsJob("run-duplicate", organizationId, (cx) => runDuplicatePiece(cx, json.id)));
    const [job] = await asSystem("tests look at a job", (tx) =>
      tx.select().from(s.jobs).where(eq(s.jobs.id, json.id)),
    );
    const target = (job!.result as { projectId: string }).projectId;
    await runDueAutomations();
    await replanAutomations(organizationId, target, "answered");
    const { rows, jobs } = await asSystem("tests look at what was copied", async (tx) => ({
      rows: await tx.query.messagingCampaigns.findMany({
        where: eq(s.messagingCampaigns.projectId, target),
      }),
      jobs: await tx.execute(sql`
        select from message_jobs j join messaging_campaigns c on c.id = j.campaign_id where c.project_id = ${target}`),
    }));
    expect(jobs.length).toBe(0);
    return { copy: (id: string) => copyId(json.id, id), rows: new Map(rows.map((row) => [row.name, row])) };
  };
  const untouched = {
    ...{
      status: "draft",
      run: 0,
      step: 0,
      scheduledAt: null,
      nextStepAt: null,
      lastRunAt: null,
      wakesAt: null,
    },
    ...{
      startedAt: null,
      finishedAt: null,
      approvedAt: null,
      approvedBy: null,
      askedBy: null,
      askedAt: null,
    },
    ...{ compiled: null, compiledFallback: null, lastError: null, pausedReason: null },
  };
  const whole = await copied({ guests: true, sites: true, forms: true, campaigns: true, seating: true });
  expect(whole.rows.get("Reminder")).toMatchObject({
    ...{ ...written, ...untouched, sender: "provider", siteId: whole.copy(siteId) },
    audience: { eventId: whole.copy(eventId), tagIds: [whole.copy(tagId)], rsvpStatus: "pending" },
  });
  expect(whole.rows.get("By hand")).toMatchObject({ ...whatsapp, ...untouched, audience: { all: true } });
  // Without its guests a tag has nobody, and the event that it is about is still the copy's own.
  const alone = await copied({ campaigns: true });
  const { audience, siteId: shown } = alone.rows.get("Reminder")!;
  expect([audience, shown]).toEqual([{ eventId: alone.copy(eventId), rsvpStatus: "pending" }, null]);
});
