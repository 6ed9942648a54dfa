import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import * as restoring from "@/app/api/projects/[id]/restore/route";
import * as one from "@/app/api/projects/[id]/route";
import * as all from "@/app/api/projects/route";
import { asSystem } from "@/db/client";
import { createSender } from "@/tests/setup/campaign";
import { addMember, call, createUser } from "@/tests/setup/tenant";
import { duePurges, purgeProject } from "./mutations";

type Sender = Awaited<ReturnType<typeof createSender>>;
const remove = (of: Sender) =>
  call(one.DELETE, { method: "DELETE", token: of.token, params: { id: of.projectId } });
const restore = (of: Sender, token = of.token) =>
  call(restoring.POST, { method: "POST", token, params: { id: of.projectId } });
const age = (of: Sender, days: number) =>
  asSystem("tests let time pass", (tx) =>
    tx.execute(
      sql`update projects set deleted_at = now() - make_interval(days => ${days}) where id = ${of.projectId}`,
    ),
  );

describe("a deleted project", () => {
  it("is listed as such, comes back as it was, and twice is once", async () => {
    const of = await createSender(2);
    expect((await remove(of)).status).toBe(204);
    expect((await call(all.GET, { token: of.token })).json.total).toBe(0);
    const trash = (await call(all.GET, { token: of.token, path: "/?deleted=true" })).json;
    expect(trash.data).toMatchObject([{ id: of.projectId, guestCount: 2, deletedAt: expect.any(String) }]);
    const editor = await createUser();
    await addMember(of.organizationId, editor, "editor");
    expect((await restore(of, editor.token)).status).toBe(403);
    const [tab, other] = await Promise.all([restore(of), restore(of)]);
    expect([tab.status, other.status]).toEqual([200, 200]);
    expect(tab.json).toMatchObject({ id: of.projectId, guestCount: 2, deletedAt: null });
    expect((await call(one.GET, { token: of.token, params: { id: of.projectId } })).status).toBe(200);
  });

  it("is not deleted while a message is on its way", async () => {
    const of = await createSender(1);
    await asSystem("tests send", (tx) =>
      tx.execute(sql`
        insert into messaging_campaigns (id, organization_id, project_id, name, channel, body, status)
        values (gen_random_uuid(), ${of.organizationId}, ${of.projectId}, 'Reminder', 'email', 'Dear', 'sending')`),
    );
    const refused = await remove(of);
    expect([refused.status, refused.json.code]).toEqual([409, "conflict"]);
    expect(refused.json.detail).toContain("“Reminder” is on its way");
  });

  it("is purged after thirty days, with all that hangs on it and without its log; before, never", async () => {
    const [late, early] = [await createSender(3), await createSender(1)];
    for (const of of [late, early]) await remove(of);
    await age(late, 31);
    await age(early, 29);
    const due = await duePurges();
    const mine = due.filter(({ id }) => id === late.projectId || id === early.projectId);
    expect(mine.map(({ id }) => id)).toEqual([late.projectId]);
    expect((await restore(late)).status).toBe(404);
    await purgeProject(mine[0]!);
    await purgeProject({ id: early.projectId, organizationId: early.organizationId, name: "early" });
    expect((await restore(early)).status).toBe(200);
    const [left] = await asSystem("tests count what is left", (tx) =>
      tx.execute<{ guests: number; sites: number; log: number }>(sql`
        select (select count(*) from guests where organization_id = ${late.organizationId})::int as guests,
               (select count(*) from sites where organization_id = ${late.organizationId})::int as sites,
               (select count(*) from audit_log where organization_id = ${late.organizationId}
                   and action in ('project.deleted', 'project.purged'))::int as log`),
    );
    expect(left).toEqual({ guests: 0, sites: 0, log: 2 });
  });
});
