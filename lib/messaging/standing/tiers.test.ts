import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { beforeAll, describe, expect, it } from "vitest";
import { asSystem } from "@/db/client";
import { createSender, letter } from "@/tests/setup/campaign";
import { approved, jobsOf, stateOf } from "@/tests/setup/delivery";
import { call, createUser } from "@/tests/setup/tenant";

// Read once, with the first look at the environment.
beforeAll(() => {
  process.env.TRUST_TIERS = "on";
});

describe("a new sender, where tiers hold", () => {
  const drafts = async (sender: Awaited<ReturnType<typeof createSender>>, count: number, body = {}) => {
    const { POST } = await import("@/app/api/projects/[id]/campaigns/route");
    const given = { token: sender.token, params: { id: sender.projectId }, body: { ...letter, ...body } };
    return Promise.all(
      Array.from({ length: count }, async () => (await call(POST, given)).json.id as string),
    );
  };
  const approve = async (token: string, id: string) => {
    const { POST } = await import("@/app/api/campaigns/[id]/approve/route");
    const { status, json } = await call(POST, { method: "POST", token, params: { id } });
    return status === 200 ? "approved" : (json.checks[0].key as string);
  };

  it("sends three messages a day: of five approved at once three are", async () => {
    const sender = await createSender(1);
    const ids = await drafts(sender, 5);
    const answers = await Promise.all(ids.map((id) => approve(sender.token, id)));
    expect(answers.sort()).toEqual(["approved", "approved", "approved", "tier", "tier"]);
  });

  it("writes to a hundred people at once, with links to its own site, until staff trust it", async () => {
    const large = await createSender(101);
    const [many] = await drafts(large, 1);
    expect(await approve(large.token, many!)).toBe("tier");
    const small = await createSender(1);
    const [linked] = await drafts(small, 1, { body: `${letter.body}\n\n[Shop](https://shop.example.org)` });
    expect(await approve(small.token, linked!)).toBe("tier");
    const step = { channel: "sms", afterHours: 24, body: "See [the shop](https://shop.example.org)" };
    const [later] = await drafts(small, 1, { fallback: [step] });
    expect(await approve(small.token, later!)).toBe("tier");
    await asSystem("tests trust a sender", (tx) =>
      tx.execute(sql`
        insert into sender_standings (id, organization_id, tier, tier_reason)
        select gen_random_uuid(), o, 'trusted', 'staff' from unnest(${`{${large.organizationId},${small.organizationId}}`}::uuid[]) o`),
    );
    expect(await approve(large.token, many!)).toBe("approved");
    expect(await approve(small.token, linked!)).toBe("approved");
  });
});

describe("an automation, where tiers hold", () => {
  it("counts by its runs: one over the day's sends waits, says so, and goes when there is room", async () => {
    const sender = await createSender(2);
    const trigger = { kind: "answered", attendance: "attending" };
    const campaign = await approved(sender, { trigger });
    for (let n = 0; n < 3; n++) await approved(sender);
    const replan = async () =>
      (await import("../automation/mutations")).replanAutomations(
        sender.organizationId,
        sender.projectId,
        "answered",
      );
    await asSystem("tests answer", (tx) =>
      tx.execute(sql`
        update guest_events set attendance = 'attending', answered_at = now()
         where guest_id = ${sender.guests[0]!.id}`),
    );
    await replan();
    const { status, lastError } = await stateOf(campaign);
    expect([await jobsOf(campaign), status]).toEqual([[], "scheduled"]);
    expect(lastError).toContain("You have sent 3 messages within a day");
    await asSystem("tests let a day pass", (tx) =>
      tx.execute(sql`
        update messaging_campaigns set approved_at = approved_at - interval '2 days'
         where project_id = ${sender.projectId} and trigger is null`),
    );
    await replan();
    expect((await jobsOf(campaign)).length).toBe(1);
    // The day's run is one of three sends: two more are approved, a third is not.
    await approved(sender);
    await approved(sender);
    const { POST } = await import("@/app/api/projects/[id]/campaigns/route");
    const made = await call(POST, {
      ...{ token: sender.token, params: { id: sender.projectId }, body: letter },
    });
    const approval = await import("@/app/api/campaigns/[id]/approve/route");
    const given = { method: "POST", token: sender.token, params: { id: made.json.id } };
    expect((await call(approval.POST, given)).json.checks[0].key).toBe("tier");
  });
});

const staffCall = async (method: "GET" | "PUT", organizationId: string, body?: object) => {
  const route = await import("@/app/api/admin/organizations/[id]/standing/route");
  const { id, token } = await createUser("Sam Staff");
  await asSystem("tests make staff", (tx) =>
    tx.execute(sql`update users set platform_role = 'staff' where id = ${id}`),
  );
  return call(route[method], { method, token, params: { id: organizationId }, body });
};

describe("a standing", () => {
  it("is read and set by staff alone, with their reason in the organization's log, and what they set ends a halt", async () => {
    const sender = await createSender(1);
    const { organizationId } = sender;
    const route = await import("@/app/api/admin/organizations/[id]/standing/route");
    const own = await call(route.GET, { token: sender.token, params: { id: organizationId } });
    expect(own.status).toBe(403);
    expect((await staffCall("GET", organizationId)).json).toMatchObject({
      ...{ tier: "untrusted", tierReason: "new", tierSince: null, halted: null },
      limits: { sends: 3, recipients: 100, otherLinks: false },
    });
    await asSystem("tests halt a sender", (tx) =>
      tx.execute(sql`
        insert into sender_standings (id, organization_id, halted_at, halted_reason)
        values (gen_random_uuid(), ${organizationId}, now(), 'bounces')`),
    );
    expect((await staffCall("GET", organizationId)).json.halted.reason).toBe("bounces");
    const set = await staffCall("PUT", organizationId, { tier: "premium", reason: "A planner we know" });
    expect([set.status, set.json.tier, set.json.tierReason, set.json.halted]).toEqual([
      ...[200, "premium", "staff", null],
    ]);
    expect((await staffCall("GET", organizationId)).json).toEqual(set.json);
    const [noted] = await asSystem("tests read the log", (tx) =>
      tx.execute<{ before: unknown; after: unknown }>(sql`
        select before, after from audit_log
         where organization_id = ${organizationId} and action = 'standing.set'`),
    );
    expect(noted).toMatchObject({
      before: { tier: "untrusted", halted: { reason: "bounces" } },
      after: { tier: "premium", halted: null, reason: "A planner we know" },
    });
    expect((await staffCall("PUT", sender.projectId, { tier: "trusted", reason: "x" })).status).toBe(404);
  });
});

/** A sender of whom so many mails left so many days ago, of which some came back. */
async function history(sent: { mails: number; days: number; bounced?: number; complained?: number }) {
  const { mails, days, bounced = 0, complained = 0 } = sent;
  const { organizationId, projectId, guests } = await createSender(mails);
  const at = sql`now() - ${days} * interval '1 day'`;
  await asSystem("tests write what was sent", async (tx) => {
    const campaign = uuidv7();
    const batch = uuidv7();
    await tx.execute(sql`
      insert into messaging_campaigns (id, organization_id, project_id, name, channel, body, status, run)
      values (${campaign}, ${organizationId}, ${projectId}, 'Sent', 'email', 'Words', 'sent', 1)`);
    await tx.execute(sql`
      insert into message_batches (id, organization_id, campaign_id, run, number, channel, status, size)
      values (${batch}, ${organizationId}, ${campaign}, 1, 1, 'email', 'sent', ${mails})`);
    await tx.execute(sql`
      insert into message_jobs (id, organization_id, campaign_id, run, guest_id, batch_id, channel, address, status, sent_at)
      select gen_random_uuid(), ${organizationId}, ${campaign}, 1, g.id, ${batch}, 'email', g.id || '@example.com',
             case when g.n <= ${bounced} then 'bounced' when g.n <= ${bounced + complained} then 'complained' else 'sent' end, ${at}
        from unnest(${`{${guests.map(({ id }) => id)}}`}::uuid[]) with ordinality as g (id, n)`);
  });
  return organizationId;
}

describe("trust", () => {
  const standings = async (ids: string[]) => {
    const tiers = [];
    for (const id of ids) {
      const { tier, tierReason } = (await staffCall("GET", id)).json;
      tiers.push([tier, tierReason]);
    }
    return tiers;
  };

  it("is earned by itself with a hundred clean mails that are three days old, and never against staff", async () => {
    const [clean, few, fresh, bounced, complained, lowered, halted] = await Promise.all([
      history({ mails: 100, days: 4, bounced: 3 }),
      history({ mails: 99, days: 4 }),
      history({ mails: 100, days: 2 }),
      history({ mails: 100, days: 4, bounced: 4 }),
      history({ mails: 100, days: 4, complained: 1 }),
      history({ mails: 100, days: 4 }),
      history({ mails: 100, days: 4 }),
    ]);
    await asSystem("tests judge two of them", (tx) =>
      tx.execute(sql`
        insert into sender_standings (id, organization_id, tier_reason, halted_at, halted_reason)
        values (gen_random_uuid(), ${lowered}, 'staff', null, null),
               (gen_random_uuid(), ${halted}, 'lost', now(), 'bounces')`),
    );
    const { raiseStandings } = await import("./mutations");
    await Promise.all([raiseStandings(), raiseStandings()]);
    expect(await standings([clean, few, fresh, bounced, complained, lowered, halted])).toEqual([
      ["trusted", "earned"],
      ["untrusted", "new"],
      ["untrusted", "new"],
      ["untrusted", "new"],
      ["untrusted", "new"],
      ["untrusted", "staff"],
      ["untrusted", "lost"],
    ]);
    const [told] = await asSystem("tests read the log", (tx) =>
      tx.execute<{ n: number }>(sql`
        select count(*)::int as n from audit_log where organization_id = ${clean} and action = 'standing.earned'`),
    );
    expect(told!.n).toBe(1);
  });
});
