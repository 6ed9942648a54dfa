import { and, eq, inArray, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import * as eventRoute from "@/app/api/events/[id]/route";
import * as member from "@/app/api/members/[id]/route";
import * as leave from "@/app/api/orgs/[id]/leave/route";
import * as members from "@/app/api/orgs/[id]/members/route";
import * as transfer from "@/app/api/orgs/[id]/transfer/route";
import * as guests from "@/app/api/projects/[id]/guests/route";
import * as project from "@/app/api/projects/[id]/route";
import * as projects from "@/app/api/projects/route";
import { auditLog, events, organizationMembers, projects as projectRows } from "@/db/schema";
import type { Role } from "@/db/schema/organizations";
import { system } from "@/tests/setup/sign-in";
import { addMember, call, createTenant, createUser } from "@/tests/setup/tenant";

let mine: Awaited<ReturnType<typeof createTenant>>;
beforeEach(async () => {
  mine = await createTenant();
});

async function join(role: Role) {
  const person = await createUser();
  await addMember(mine.organizationId, person, role);
  const [row] = await system((tx) =>
    tx
      .select()
      .from(organizationMembers)
      .where(
        and(
          eq(organizationMembers.organizationId, mine.organizationId),
          eq(organizationMembers.userId, person.id),
        ),
      ),
  );
  return { ...person, memberId: row!.id };
}

const patch = (token: string, id: string, body: object) =>
  call(member.PATCH, { method: "PATCH", token, params: { id }, body });
const remove = (token: string, id: string) =>
  call(member.DELETE, { method: "DELETE", token, params: { id } });
const go = (token: string) =>
  call(leave.POST, { method: "POST", token, params: { id: mine.organizationId } });
const give = (token: string, memberId: string) =>
  call(transfer.POST, { token, params: { id: mine.organizationId }, body: { memberId } });
const ownId = async () =>
  (await call(members.GET, { token: mine.token, path: "/?role=owner", params: { id: mine.organizationId } }))
    .json.data[0].id as string;
const audited = async (action: string) =>
  (
    await system((tx) =>
      tx
        .select({ id: auditLog.id })
        .from(auditLog)
        .where(and(eq(auditLog.organizationId, mine.organizationId), eq(auditLog.action, action))),
    )
  ).length;

describe("the last owner", () => {
  it("can neither leave, be removed nor step down, and says what to do instead", async () => {
    const id = await ownId();
    for (const answer of [
      await go(mine.token),
      await remove(mine.token, id),
      await patch(mine.token, id, { role: "admin" }),
    ]) {
      expect([answer.status, answer.json.code]).toEqual([409, "conflict"]);
      expect(answer.json.detail).toContain("Give ownership to another member first");
    }
  });

  it("stays, though two owners leave at the same instant", async () => {
    const second = await join("owner");
    const answers = await Promise.all([go(mine.token), go(second.token)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
  });

  it("gives ownership away once, however often the button is pressed", async () => {
    const heir = await join("editor");
    const answers = await Promise.all(Array.from({ length: 5 }, () => give(mine.token, heir.memberId)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(new Set(answers.filter(({ status }) => status !== 200).map(({ status }) => status))).toEqual(
      new Set([403]),
    );
    expect(await audited("organization.transferred")).toBe(1);
    expect((await go(mine.token)).status).toBe(204);
  });

  it("gives it to nobody who is not there", async () => {
    const other = await createTenant();
    const stranger = await system((tx) =>
      tx
        .select()
        .from(organizationMembers)
        .where(eq(organizationMembers.organizationId, other.organizationId)),
    );
    expect((await give(mine.token, stranger[0]!.id)).status).toBe(404);
    expect((await give(mine.token, await ownId())).json.code).toBe("conflict");
    expect((await give((await join("admin")).token, await ownId())).json.code).toBe("forbidden");
  });
});

describe("a role", () => {
  it("above one's own can be neither given nor touched", async () => {
    const admin = await join("admin");
    const editor = await join("editor");
    expect((await patch(admin.token, editor.memberId, { role: "owner" })).json.code).toBe("forbidden");
    expect((await patch(admin.token, await ownId(), { role: "viewer" })).json.code).toBe("forbidden");
    expect((await remove(admin.token, await ownId())).json.code).toBe("forbidden");
    expect((await patch(editor.token, admin.memberId, { role: "viewer" })).json.code).toBe("forbidden");
    expect((await patch(admin.token, editor.memberId, { role: "admin" })).json.role).toBe("admin");
  });

  it("is felt by the next request, and a removed member finds nothing", async () => {
    const editor = await join("editor");
    const read = () => call(project.GET, { token: editor.token, params: { id: mine.projectId } });
    const write = () =>
      call(project.PATCH, {
        method: "PATCH",
        token: editor.token,
        params: { id: mine.projectId },
        body: { name: "Theirs" },
      });
    expect((await write()).status).toBe(200);
    await patch(mine.token, editor.memberId, { role: "viewer" });
    expect([(await write()).status, (await read()).status]).toEqual([403, 200]);
    expect((await remove(mine.token, editor.memberId)).status).toBe(204);
    expect([(await write()).status, (await read()).status]).toEqual([404, 404]);
    expect((await remove(mine.token, editor.memberId)).status).toBe(404);
    expect(await audited("member.removed")).toBe(1);
  });
});

describe("a narrowed member", () => {
  let outside: string;
  beforeEach(async () => {
    outside = (
      await call(projects.POST, {
        token: mine.token,
        body: { organizationId: mine.organizationId, name: "Another client" },
      })
    ).json.id;
  });
  const narrow = (id: string, body: object) => patch(mine.token, id, body);

  it("sees and lists what is inside, and finds nothing outside of it", async () => {
    const editor = await join("editor");
    expect((await narrow(editor.memberId, { projectIds: [mine.projectId] })).status).toBe(200);
    const at = (id: string) => ({ token: editor.token, params: { id } });
    expect((await call(project.GET, at(mine.projectId))).status).toBe(200);
    expect((await call(project.GET, at(outside))).status).toBe(404);
    expect((await call(guests.POST, { ...at(outside), body: { firstName: "Eva" } })).status).toBe(404);
    expect((await call(guests.POST, { ...at(mine.projectId), body: { firstName: "Eva" } })).status).toBe(201);
    const list = await call(projects.GET, { token: editor.token });
    expect([list.json.total, list.json.data.map(({ id }: { id: string }) => id)]).toEqual([
      1,
      [mine.projectId],
    ]);
    const made = await call(projects.POST, {
      token: editor.token,
      body: { organizationId: mine.organizationId, name: "Beyond" },
    });
    expect([made.status, made.json.code]).toEqual([403, "forbidden"]);
  });

  it("sees all of the organizations where they are not narrowed", async () => {
    const viewer = await join("viewer");
    const other = await createTenant();
    await addMember(other.organizationId, viewer, "viewer");
    await narrow(viewer.memberId, { projectIds: [outside] });
    const { data } = (await call(projects.GET, { token: viewer.token })).json;
    expect(data.map(({ id }: { id: string }) => id).sort()).toEqual([outside, other.projectId].sort());
  });

  it("of the door is given single events, and out the moment the time ends", async () => {
    const [inside, other] = await system((tx) =>
      tx
        .insert(events)
        .values(
          ["Dinner", "Brunch"].map((name) => ({
            ...{ organizationId: mine.organizationId, projectId: mine.projectId, name },
            ...{ startsAt: new Date("2027-06-12T13:00:00Z"), timezone: "Europe/Rome" },
          })),
        )
        .returning(),
    );
    const door = await join("door");
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    expect((await narrow(door.memberId, { eventIds: [inside!.id], expiresAt })).json).toMatchObject({
      eventIds: [inside!.id],
      expiresAt,
    });
    const read = (id: string) => call(eventRoute.GET, { token: door.token, params: { id } });
    // A member whose role does not read events is 403; what they were not given is not there.
    expect([(await read(inside!.id)).status, (await read(other!.id)).status]).toEqual([403, 404]);
    await system((tx) =>
      tx
        .update(organizationMembers)
        .set({ expiresAt: sql`now() - interval '1 millisecond'` as never })
        .where(eq(organizationMembers.id, door.memberId)),
    );
    expect((await read(inside!.id)).status).toBe(404);
  });

  it("is narrowed as the role allows, to what is the organization's", async () => {
    const [editor, admin] = [await join("editor"), await join("admin")];
    const stranger = await createTenant();
    for (const [answer, status, code] of [
      [await narrow(admin.memberId, { projectIds: [mine.projectId] }), 422, "unprocessable"],
      [await narrow(editor.memberId, { eventIds: [mine.projectId] }), 422, "unprocessable"],
      [await narrow(editor.memberId, { projectIds: [stranger.projectId] }), 400, "invalid"],
      [await narrow(editor.memberId, { expiresAt: "2020-01-01T00:00:00Z" }), 400, "invalid"],
      [
        await narrow(editor.memberId, { role: "owner", expiresAt: "2099-01-01T00:00:00Z" }),
        422,
        "unprocessable",
      ],
    ] as const) {
      expect([answer.status, answer.json.code]).toEqual([status, code]);
    }
    await narrow(editor.memberId, { projectIds: [mine.projectId] });
    // Promoted to a role that sees everything, the narrowing goes.
    expect((await narrow(editor.memberId, { role: "admin" })).json.projectIds).toBeNull();
  });

  it("cannot reach outside by naming rows of another project", async () => {
    const editor = await join("editor");
    await narrow(editor.memberId, { projectIds: [mine.projectId] });
    const theirs = await call(guests.POST, {
      token: mine.token,
      params: { id: outside },
      body: { firstName: "Eva" },
    });
    const answer = await call(guests.POST, {
      token: editor.token,
      params: { id: mine.projectId },
      body: { firstName: "Ida", groupId: theirs.json.groupId },
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    const rows = await system((tx) =>
      tx
        .select()
        .from(projectRows)
        .where(inArray(projectRows.id, [outside, mine.projectId])),
    );
    expect(rows.find(({ id }) => id === outside)!.guestCount).toBe(1);
  });
});
