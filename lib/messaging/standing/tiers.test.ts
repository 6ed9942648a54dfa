import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { asSystem } from "@/db/client";
import { createSender, letter } from "@/tests/setup/campaign";
import { call } from "@/tests/setup/tenant";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

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
    await asSystem("tests trust a sender", (tx) =>
      tx.execute(sql`
        insert into sender_standings (id, organization_id, tier, tier_reason)
        select gen_random_uuid(), o, 'trusted', 'staff' from unnest(${`{${large.organizationId},${small.organizationId}}`}::uuid[]) o`),
    );
    expect(await approve(large.token, many!)).toBe("approved");
    expect(await approve(small.token, linked!)).toBe("approved");
  });
});
