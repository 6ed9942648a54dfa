import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { asSystem } from "@/db/client";
import type { MailProvider } from "@/lib/clients/email/mail";
import { createSender, letter } from "@/tests/setup/campaign";
import { approved, type Campaign, drive, stateOf } from "@/tests/setup/delivery";
import { startInbox } from "@/tests/setup/mail";
import { call } from "@/tests/setup/tenant";
import { judge } from "./policy";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let inbox: Awaited<ReturnType<typeof startInbox>>;
let real: MailProvider;
beforeAll(async () => {
  inbox = await startInbox(async () => (await import("@/app/api/webhooks/resend/route")).POST);
  real = (await import("@/lib/clients/email/provider")).mailProvider();
});
afterAll(() => inbox.close());

const comeBack = (campaign: Campaign, count: number, status: "bounced" | "complained" = "bounced") =>
  asSystem("tests let mails come back", (tx) =>
    tx.execute(sql`
      update message_jobs set status = ${status} where id in (
        select id from message_jobs where campaign_id = ${campaign.campaignId} and status in ('sent', 'delivered')
         order by id limit ${count})`),
  );

const tierOf = async (organizationId: string) => {
  const [row] = await asSystem("tests read a standing", (tx) =>
    tx.execute<{ tier: string; reason: string }>(sql`
      select tier, tier_reason as reason from sender_standings where organization_id = ${organizationId}`),
  );
  return [row?.tier, row?.reason];
};

describe("an organization whose mails come back", () => {
  it("has its campaigns held at more than 3 of 100, loses a tier, tells its owners, and goes on when a person lets it", async () => {
    const sender = await createSender(300);
    await asSystem("tests trust a sender", (tx) =>
      tx.execute(sql`
        insert into sender_standings (id, organization_id, tier, tier_reason)
        values (gen_random_uuid(), ${sender.organizationId}, 'premium', 'staff')`),
    );
    const first = await approved(sender);
    await drive(first, real);
    const at = new Date(Date.now() + 3_600_000).toISOString();
    const second = await approved(sender, { scheduledAt: at });
    const { watchStanding, tellOwners } = await import("./mutations");
    await comeBack(first, 9);
    expect(await watchStanding(sender.organizationId)).toBeNull();
    expect((await stateOf(second)).status).toBe("scheduled");
    await comeBack(first, 1);
    const looks = await Promise.all([1, 2].map(() => watchStanding(sender.organizationId)));
    const [halted] = looks.filter((one) => one !== null);
    expect([looks.filter(Boolean).length, halted?.reason]).toEqual([1, "bounces"]);
    const held = await stateOf(second);
    expect([held.status, held.pausedReason, held.wakesAt]).toEqual(["paused", "bounces", null]);
    expect(await tierOf(sender.organizationId)).toEqual(["trusted", "lost"]);
    expect((await stateOf(first)).status).toBe("sent");
    await tellOwners(sender.organizationId, halted!);
    const [mail] = await inbox.to(sender.owner.email);
    expect(mail!.text).toContain("More than 3 of 100 mails came back");

    const project = await import("@/app/api/projects/[id]/campaigns/route");
    const approval = await import("@/app/api/campaigns/[id]/approve/route");
    const draft = { token: sender.token, params: { id: sender.projectId }, body: letter };
    const { id } = (await call(project.POST, draft)).json;
    const approve = { method: "POST", token: sender.token, params: { id } };
    const refused = await call(approval.POST, approve);
    expect([refused.status, refused.json.code, refused.json.detail]).toEqual([
      ...[422, "not_ready", "Your messages are held: more than 3 of 100 mails came back."],
    ]);

    const { POST } = await import("@/app/api/campaigns/[id]/resume/route");
    const given = { method: "POST", token: sender.token, params: { id: second.campaignId } };
    expect((await call(POST, given)).json).toMatchObject({ status: "scheduled", pausedReason: null });
    expect((await call(approval.POST, approve)).status).toBe(200);
    // What was sent before somebody looked is not counted again.
    expect(await watchStanding(sender.organizationId)).toBeNull();
    const [noted] = await asSystem("tests read the log", (tx) =>
      tx.execute<{ n: number }>(sql`
        select count(*)::int as n from audit_log
         where organization_id = ${sender.organizationId} and action = 'sending.halted'`),
    );
    expect(noted!.n).toBe(1);
  });
});

describe("the judgement", () => {
  it("holds at more than the share, never for a few", () => {
    const of = (sent: number, bounced: number, complained: number) => judge({ sent, bounced, complained });
    expect(of(10, 9, 0)).toBeNull();
    expect(of(300, 9, 0)).toBeNull();
    expect(of(1_000, 30, 0)).toBeNull();
    expect(of(1_000, 31, 0)).toBe("bounces");
    expect(of(500, 0, 2)).toBeNull();
    expect(of(2_000, 0, 3)).toBe("complaints");
    expect(of(5_000, 0, 5)).toBeNull();
    expect(of(5_000, 200, 6)).toBe("complaints");
  });
});
