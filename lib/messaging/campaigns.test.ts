import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import * as approval from "@/app/api/campaigns/[id]/approve/route";
import * as cancelling from "@/app/api/campaigns/[id]/cancel/route";
import * as jobs from "@/app/api/campaigns/[id]/jobs/route";
import * as previewing from "@/app/api/campaigns/[id]/preview/route";
import * as one from "@/app/api/campaigns/[id]/route";
import * as stats from "@/app/api/campaigns/[id]/stats/route";
import * as testing from "@/app/api/campaigns/[id]/test/route";
import * as readiness from "@/app/api/projects/[id]/campaigns/readiness/route";
import * as all from "@/app/api/projects/[id]/campaigns/route";
import * as settings from "@/app/api/settings/values/route";
import { asSystem } from "@/db/client";
import { createSender, letter } from "@/tests/setup/campaign";
import { addMember, call, createTenant, createUser } from "@/tests/setup/tenant";

type Sender = Awaited<ReturnType<typeof createSender>>;
let mine: Sender;
beforeAll(async () => {
  mine = await createSender([
    { firstName: "Anna", household: "Rossi" },
    { firstName: "Ben", household: "Rossi" },
    { firstName: "Clara", email: null, household: "Rossi" },
    { firstName: "Dora", email: "same@example.com" },
    { firstName: "Emil", email: "same@example.com" },
    { firstName: "Fritz", invited: false },
  ]);
});

const create = async (body: object = {}, sender: Sender = mine) =>
  (
    await call(all.POST, {
      token: sender.token,
      params: { id: sender.projectId },
      body: { ...letter, ...body },
    })
  ).json;
const post = (route: { POST: Parameters<typeof call>[0] }, id: string, given: object = {}) =>
  call(route.POST, { method: "POST", token: mine.token, params: { id }, ...given });
const checks = async (id: string, sender: Sender = mine) => {
  const answer = await call(readiness.GET, {
    token: sender.token,
    params: { id: sender.projectId },
    path: `/?campaignId=${id}`,
  });
  return {
    ...answer.json,
    by: Object.fromEntries(answer.json.checks.map((c: { key: string; status: string }) => [c.key, c.status])),
  };
};

describe("a campaign", () => {
  it("is written, listed, changed under If-Match and deleted", async () => {
    const created = await create();
    expect(created).toMatchObject({
      ...letter,
      status: "draft",
      audience: { all: true },
      fallback: [],
      version: 1,
    });
    const params = { id: created.id };
    const patch = (body: object, version: number) =>
      call(one.PATCH, {
        method: "PATCH",
        token: mine.token,
        params,
        body,
        headers: { "if-match": `"${version}"` },
      });
    expect((await patch({ name: "Reminder" }, 1)).json).toMatchObject({ name: "Reminder", version: 2 });
    expect((await patch({ name: "Late" }, 1)).status).toBe(412);
    const list = await call(all.GET, {
      token: mine.token,
      params: { id: mine.projectId },
      path: "/?q=remind",
    });
    expect(list.json.data.map((row: { id: string }) => row.id)).toEqual([created.id]);
    expect((await call(one.DELETE, { method: "DELETE", token: mine.token, params })).status).toBe(204);
    expect((await call(one.GET, { token: mine.token, params })).status).toBe(404);
  });

  it("refuses what could not be sent, with the path of each, and writes nothing", async () => {
    const stranger = await createSender(1);
    const refuse = async (body: object) => {
      const answer = await call(all.POST, {
        token: mine.token,
        params: { id: mine.projectId },
        body: { ...letter, ...body },
      });
      expect([answer.status, answer.json.code]).toEqual([400, "invalid"]);
      return answer.json.errors.map((error: { path: string }) => error.path);
    };
    expect(await refuse({ body: "Dear {{gest.firstName}}" })).toEqual(["body"]);
    expect(await refuse({ subject: "{{guest.nickname|x}}" })).toEqual(["subject"]);
    expect(await refuse({ preheader: "{{" })).toEqual(["preheader"]);
    expect(await refuse({ scheduledAt: "2020-01-01T00:00:00Z" })).toEqual(["scheduledAt"]);
    expect(await refuse({ channel: "fax" })).toEqual(["channel"]);
    expect(await refuse({ audience: {} })).toEqual(["audience"]);
    expect(await refuse({ siteId: stranger.siteId })).toEqual(["siteId"]);
    expect(await refuse({ audience: { guestIds: [mine.guests[0]!.id, stranger.guests[0]!.id] } })).toEqual([
      "audience.guestIds.1",
    ]);
    expect(await refuse({ body: "x".repeat(20_001) })).toEqual(["body"]);
    expect(await refuse({ subject: "one\r\nBcc: all@example.com" })).toEqual(["subject"]);
    const huge = await call(all.POST, {
      token: mine.token,
      params: { id: mine.projectId },
      body: { ...letter, body: "x".repeat(2_000_000) },
    });
    expect(huge.status).toBe(413);
  });

  it("is examined before it is approved, and says what is missing and what to do", async () => {
    const bare = await createTenant();
    const campaign = (
      await call(all.POST, {
        token: bare.token,
        params: { id: bare.projectId },
        body: { ...letter, subject: null, body: "At {{event.dressCode}}" },
      })
    ).json;
    const found = await checks(campaign.id, { ...bare } as Sender);
    expect(found).toMatchObject({
      ready: false,
      audience: { total: 0, matched: 0, excluded: [] },
      cost: null,
    });
    expect(found.by).toMatchObject({
      audience: "fail",
      site: "fail",
      form: "fail",
      subject: "fail",
      sender: "not_applicable",
    });
    for (const check of found.checks) {
      expect(check.message).not.toMatch(/readiness\./);
      if (check.status === "fail") expect(check.fix).toMatch(/\w+\.$/);
    }
    const refused = await call(approval.POST, {
      method: "POST",
      token: bare.token,
      params: { id: campaign.id },
    });
    expect([refused.status, refused.json.code]).toEqual([422, "not_ready"]);
    expect(refused.json.checks.map((c: { key: string }) => c.key)).toEqual([
      "audience",
      "site",
      "form",
      "subject",
    ]);
    expect((await call(one.GET, { token: bare.token, params: { id: campaign.id } })).json.status).toBe(
      "draft",
    );
  });

  it("cannot be approved with a hole in its text, and can with a fallback", async () => {
    const campaign = await create({ body: "Wear {{event.dressCode}}." });
    const found = await checks(campaign.id);
    expect(found.by.fields).toBe("fail");
    expect(found.checks.find((c: { key: string }) => c.key === "fields").message).toBe(
      "{{event.dressCode}}: empty for 3 guests.",
    );
    expect((await post(approval, campaign.id)).status).toBe(422);
    await call(one.PATCH, {
      method: "PATCH",
      token: mine.token,
      params: { id: campaign.id },
      body: { body: "Wear {{event.dressCode|what you like}}." },
    });
    expect((await checks(campaign.id)).ready).toBe(true);
  });

  it("queues one message a guest when it is approved, and tells why others get none", async () => {
    const campaign = await create();
    const found = await checks(campaign.id);
    expect(found).toMatchObject({ ready: true, audience: { total: 3, matched: 6 } });
    expect(found.audience.excluded).toEqual([
      { reason: "not_invited", count: 1 },
      { reason: "no_address", count: 1 },
      { reason: "duplicate_address", count: 1 },
    ]);
    const approved = await post(approval, campaign.id);
    expect([approved.status, approved.json.status]).toEqual([200, "approved"]);
    expect(approved.json.approvedBy).toBe(mine.owner.id);
    const list = await call(jobs.GET, {
      token: mine.token,
      params: { id: campaign.id },
      path: "/?sort=name",
    });
    expect(list.json).toMatchObject({ total: 3, nextCursor: null });
    expect(list.json.data.map((job: { guestName: string }) => job.guestName)).toEqual([
      "Anna Rossi",
      "Ben Rossi",
      "Dora Rossi",
    ]);
    const found2 = await call(jobs.GET, {
      token: mine.token,
      params: { id: campaign.id },
      path: "/?q=dora&status=queued",
    });
    expect(found2.json.total).toBe(1);
    const counts = await call(stats.GET, { token: mine.token, params: { id: campaign.id } });
    expect(counts.json).toMatchObject({ total: 3, queued: 3, sent: 0, opened: 0, unsubscribed: 0 });
    // A household's guests share its one link.
    const [links] = await asSystem("tests look at invites", (tx) =>
      tx.execute<{ n: number }>(sql`
        select count(distinct invite_id)::int as n from message_jobs where campaign_id = ${campaign.id}`),
    );
    expect(links!.n).toBe(2);
    const [event] = await asSystem("tests look at the outbox", (tx) =>
      tx.execute<{ n: number }>(sql`
        select count(*)::int as n from outbox where name = 'messaging/campaign.approved' and data->>'campaignId' = ${campaign.id}`),
    );
    expect(event!.n).toBe(1);
  });

  it("is approved once, however many press the button at the same time", async () => {
    const campaign = await create();
    const answers = await Promise.all([1, 2, 3, 4].map(() => post(approval, campaign.id)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    const counts = await call(stats.GET, { token: mine.token, params: { id: campaign.id } });
    expect(counts.json.total).toBe(3);
    expect(
      (
        await call(one.PATCH, {
          method: "PATCH",
          token: mine.token,
          params: { id: campaign.id },
          body: { name: "x" },
        })
      ).status,
    ).toBe(409);
    expect(
      (await call(one.DELETE, { method: "DELETE", token: mine.token, params: { id: campaign.id } })).status,
    ).toBe(409);
  });

  it("waits for its time, and cannot be approved after it", async () => {
    const campaign = await create({ scheduledAt: new Date(Date.now() + 3_600_000).toISOString() });
    const scheduled = await post(approval, campaign.id);
    expect(scheduled.json.status).toBe("scheduled");
    const late = await create({ scheduledAt: new Date(Date.now() + 3_600_000).toISOString() });
    await asSystem("tests let time pass", (tx) =>
      tx.execute(
        sql`update messaging_campaigns set scheduled_at = now() - interval '1 minute' where id = ${late.id}`,
      ),
    );
    const refused = await post(approval, late.id);
    expect([refused.status, refused.json.checks.map((c: { key: string }) => c.key)]).toEqual([
      422,
      ["schedule"],
    ]);
  });

  it("is cancelled as a whole before anything has left", async () => {
    const campaign = await create();
    const draft = await post(cancelling, campaign.id);
    expect([draft.status, draft.json.code]).toEqual([409, "conflict"]);
    await post(approval, campaign.id);
    expect((await post(cancelling, campaign.id)).json.status).toBe("cancelled");
    const counts = await call(stats.GET, { token: mine.token, params: { id: campaign.id } });
    expect(counts.json).toMatchObject({ total: 3, queued: 0, cancelled: 3 });
    expect((await post(cancelling, campaign.id)).status).toBe(409);
  });

  it("needs a second person where the organization asks for one, also after a change", async () => {
    const two = await createSender(2);
    const rule = {
      key: "campaigns.secondApprover",
      scope: "organization",
      scopeId: two.organizationId,
      value: true,
    };
    expect((await call(settings.POST, { token: two.token, body: rule })).status).toBe(201);
    const second = await createUser("Ben");
    await addMember(two.organizationId, second, "editor");
    const campaign = await create({}, two);
    const press = (token: string) =>
      call(approval.POST, { method: "POST", token, params: { id: campaign.id } });
    expect((await press(two.token)).json.status).toBe("awaiting_approval");
    expect((await press(two.token)).status).toBe(409);
    const edited = await call(one.PATCH, {
      method: "PATCH",
      token: second.token,
      params: { id: campaign.id },
      body: { subject: "Changed" },
    });
    expect(edited.json.status).toBe("draft");
    expect((await press(second.token)).json.status).toBe("awaiting_approval");
    expect((await press(two.token)).json).toMatchObject({ status: "approved", approvedBy: two.owner.id });
  });

  it("can be looked at as any guest, with texts that are not saved, opening nobody's invitation", async () => {
    const campaign = await create();
    const ben = mine.guests[1]!;
    const shown = await post(previewing, campaign.id, {
      body: { guestId: ben.id, subject: "Ciao {{guest.firstName}}" },
    });
    expect(shown.json).toMatchObject({
      guest: { id: ben.id, name: "Ben Rossi" },
      subject: "Ciao Ben",
      unknownFields: [],
    });
    expect(shown.json.html).toContain("Dear Ben");
    expect(shown.json.html).not.toContain("/i/");
    expect((await call(one.GET, { token: mine.token, params: { id: campaign.id } })).json.subject).toBe(
      letter.subject,
    );
    const stranger = await createSender(1);
    expect((await post(previewing, campaign.id, { body: { guestId: stranger.guests[0]!.id } })).status).toBe(
      400,
    );
    const unknown = await post(previewing, campaign.id, { body: { body: "{{guest.nick}}" } });
    expect(unknown.json.unknownFields).toEqual(["{{guest.nick}}"]);
    const tested = await post(testing, campaign.id, { body: {} });
    expect([tested.status, tested.json]).toEqual([202, { to: mine.owner.email }]);
  });
});
