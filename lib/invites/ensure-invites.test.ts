import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import * as validate from "@/app/api/invites/[id]/validate/route";
import { asSystem } from "@/db/client";
import { runAsJob } from "@/lib/http/job";
import { createEvent, createHousehold } from "@/tests/setup/household";
import { call, createTenant } from "@/tests/setup/tenant";
import { ensureInvites } from "./mutations";

const check = (token: string) => call(validate.POST, { params: { id: token }, body: {} });
const system = (query: ReturnType<typeof sql>) =>
  asSystem("tests let time pass", async (tx) => [...(await tx.execute(query))]);

describe("links for a campaign", () => {
  it("are made where there is none, once, whoever asks at the same time", async () => {
    const own = await createTenant();
    const party = await createEvent(own);
    const homes = await Promise.all(
      ["Ada", "Ben", "Cleo"].map((name) => createHousehold(own, [name, `${name} II`], [party])),
    );
    const other = await createTenant();
    const theirs = await createHousehold(other, ["Eve"], [await createEvent(other)]);
    const gone = homes.slice(0, 2).map(({ inviteId }) => inviteId);
    await system(sql`update invites set status = 'revoked' where id in (${gone[0]}, ${gone[1]})`);
    await system(sql`update invites set expires_at = now() where id = ${homes[2]!.inviteId}`);
    const ensure = (of: Parameters<typeof ensureInvites>[2]) =>
      runAsJob("test", own.organizationId, (cx) => ensureInvites(cx, own.projectId, of));
    const guestIds = [...homes.flatMap((home) => home.guestIds), ...theirs.guestIds];
    const results = await Promise.all(Array.from({ length: 6 }, () => ensure({ guestIds })));
    const asText = results.map((list) =>
      JSON.stringify([...list].sort((a, b) => (a.groupId < b.groupId ? -1 : 1))),
    );
    expect(new Set(asText).size).toBe(1);
    const byGroup = new Map(results[0]!.map((one) => [one.groupId, one]));
    expect([...byGroup.keys()].sort()).toEqual(homes.map(({ groupId }) => groupId).sort());
    expect(byGroup.get(homes[2]!.groupId)).toMatchObject({ token: homes[2]!.token, isExpired: true });
    for (const home of homes.slice(0, 2)) {
      const made = byGroup.get(home.groupId)!;
      expect(made.token).not.toBe(home.token);
      expect((await check(made.token)).json.invite.id).toBe(made.inviteId);
    }
    expect(await ensure({ groupIds: homes.map(({ groupId }) => groupId) })).toHaveLength(3);
    expect(await ensure({ groupIds: [theirs.groupId] })).toEqual([]);
  });
});
