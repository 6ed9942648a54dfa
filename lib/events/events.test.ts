import { and, desc, eq } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as one from "@/app/api/events/[id]/route";
import * as all from "@/app/api/projects/[id]/events/route";
import { asSystem, type Tx } from "@/db/client";
import { auditLog, guestEvents, guestGroups, guests, outbox } from "@/db/schema";
import { addMember, call, createTenant, createUser } from "@/tests/setup/tenant";

type Tenant = Awaited<ReturnType<typeof createTenant>>;
const system = <T>(fn: Parameters<typeof asSystem<T>>[1]) => asSystem("a test looks behind the curtain", fn);
const dinner = { name: "Dinner", startsAt: "2027-06-12T18:30:00+02:00", timezone: "Europe/Rome" };

const create = (tenant: Tenant, body: object = dinner) =>
  call(all.POST, { token: tenant.token, params: { id: tenant.projectId }, body });

async function addGuest(tx: Tx, { organizationId, projectId }: Tenant): Promise<string> {
  const [groupId, id] = [uuidv7(), uuidv7()];
  await tx.insert(guestGroups).values({ id: groupId, organizationId, projectId });
  await tx.insert(guests).values({ id, organizationId, projectId, groupId, firstName: "Ida" });
  return id;
}
const invitedTo = (eventId: string) =>
  system(async (tx) =>
    (await tx.select().from(guestEvents).where(eq(guestEvents.eventId, eventId)))
      .map((row) => row.guestId)
      .sort(),
  );
const statusOf = async (id: string) =>
  (await system((tx) => tx.select().from(guests).where(eq(guests.id, id))))[0]!.rsvpStatus;

describe("events", () => {
  let mine: Tenant;
  beforeAll(async () => {
    mine = await createTenant();
  });

  it("are created with Location, read, changed under If-Match, and deleted", async () => {
    const created = await create(mine, { ...dinner, projectId: mine.projectId, capacity: 80 });
    expect([created.status, created.headers.get("location")]).toEqual([
      201,
      `/api/events/${created.json.id}`,
    ]);
    expect(created.json).toMatchObject({
      projectId: mine.projectId,
      startsAt: "2027-06-12T16:30:00.000Z",
      endsAt: null,
      capacity: 80,
      waitlist: false,
      graceHours: 0,
      version: 1,
    });
    const params = { id: created.json.id };
    const change = (body: object, version: number) =>
      call(one.PATCH, {
        method: "PATCH",
        token: mine.token,
        params,
        body,
        headers: { "if-match": `"${version}"` },
      });
    expect((await change({ venueName: "Villa Aurelia", capacity: null }, 1)).json).toMatchObject({
      venueName: "Villa Aurelia",
      capacity: null,
      version: 2,
    });
    expect((await change({ name: "Supper" }, 1)).json.code).toBe("stale");
    const told = await system((tx) =>
      tx.select().from(outbox).where(eq(outbox.projectId, mine.projectId)).orderBy(desc(outbox.id)).limit(1),
    );
    expect(told).toMatchObject([{ name: "projects/facts.changed", topic: "events" }]);
    const audited = and(eq(auditLog.targetId, created.json.id), eq(auditLog.action, "event.updated"));
    expect(await system((tx) => tx.select().from(auditLog).where(audited))).toMatchObject([
      { before: { venueName: null }, after: { venueName: "Villa Aurelia" } },
    ]);
    expect((await call(one.DELETE, { method: "DELETE", token: mine.token, params })).status).toBe(204);
    expect((await call(one.GET, { token: mine.token, params })).status).toBe(404);
  });

  it("are listed the earliest first, in pages", async () => {
    const tenant = await createTenant();
    for (const day of ["14", "12", "13"]) {
      await create(tenant, { ...dinner, name: `Day ${day}`, startsAt: `2027-06-${day}T10:00:00Z` });
    }
    const read = (path: string) =>
      call(all.GET, { token: tenant.token, params: { id: tenant.projectId }, path });
    const first = await read("/?limit=2");
    const names = (page: typeof first) => page.json.data.map((event: { name: string }) => event.name);
    expect([names(first), first.json.total]).toEqual([["Day 12", "Day 13"], 3]);
    expect(names(await read(`/?limit=2&cursor=${first.json.nextCursor}`))).toEqual(["Day 14"]);
    expect(names(await read("/?q=day+14"))).toEqual(["Day 14"]);
  });

  it("are nowhere for others, and read-only for viewers", async () => {
    const { json } = await create(mine);
    const stranger = await createTenant();
    for (const route of [one.GET, one.DELETE]) {
      const method = route === one.GET ? "GET" : "DELETE";
      expect((await call(route, { method, token: stranger.token, params: { id: json.id } })).status).toBe(
        404,
      );
    }
    const viewer = await createUser();
    await addMember(mine.organizationId, viewer, "viewer");
    expect((await call(one.GET, { token: viewer.token, params: { id: json.id } })).status).toBe(200);
    const refused = await call(one.DELETE, {
      method: "DELETE",
      token: viewer.token,
      params: { id: json.id },
    });
    expect(refused.status).toBe(403);
  });

  it.each([
    [{ endsAt: "2027-06-12T10:00:00Z" }, "endsAt"],
    [{ startsAt: "0000-01-01T00:00:00Z" }, "startsAt"],
    [{ startsAt: "2027-06-12" }, "startsAt"],
    [{ startsAt: "2027-13-12T10:00:00Z" }, "startsAt"],
    [{ startsAt: 1_800_000_000 }, "startsAt"],
    [{ timezone: "Mars/Olympus" }, "timezone"],
    [{ name: "" }, "name"],
    [{ name: "a".repeat(201) }, "name"],
    [{ capacity: 0 }, "capacity"],
    [{ capacity: 1e12 }, "capacity"],
    [{ capacity: 2.5 }, "capacity"],
    [{ graceHours: 721 }, "graceHours"],
    [{ address: "a\u0000b" }, "address"],
    [{ rsvpDeadline: "soon" }, "rsvpDeadline"],
    [{ projectId: "0198c1f0-0000-7000-8000-000000000000" }, "projectId"],
    [{ colour: "red" }, "colour"],
  ])("refuse %o and change nothing", async (wrong, path) => {
    const before = await system((tx) => tx.$count(auditLog));
    const answer = await create(mine, { ...dinner, ...wrong });
    expect([answer.status, answer.json.code, answer.json.errors[0].path]).toEqual([400, "invalid", path]);
    expect(await system((tx) => tx.$count(auditLog))).toBe(before);
  });
});

describe("the guests of an event", () => {
  let tenant: Tenant;
  beforeEach(async () => {
    tenant = await createTenant();
  });

  it("are all who are there at the project's first, and nobody at a later one", async () => {
    const there = await system(async (tx) => [await addGuest(tx, tenant), await addGuest(tx, tenant)]);
    const first = await create(tenant);
    expect(await invitedTo(first.json.id)).toEqual([...there].sort());
    expect(await statusOf(there[0]!)).toBe("pending");
    const second = await create(tenant, { ...dinner, name: "Brunch" });
    expect(await invitedTo(second.json.id)).toEqual([]);
  });

  it("are invited to one event only, though five first ones are made at once", async () => {
    const guest = await system((tx) => addGuest(tx, tenant));
    const made = await Promise.all(Array.from({ length: 5 }, () => create(tenant)));
    const invited = await Promise.all(made.map(({ json }) => invitedTo(json.id)));
    expect(invited.flat()).toEqual([guest]);
  });

  it("include one who is being added at that moment", async () => {
    let creating: ReturnType<typeof create> | undefined;
    const guest = await system(async (tx) => {
      const id = await addGuest(tx, tenant);
      creating = create(tenant);
      // The creation has come as far as it can: it waits for this transaction.
      await expect
        .poll(() =>
          system(async (other) => {
            const [row] = await other.execute<{ n: number }>(
              "select count(*)::int as n from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database()",
            );
            return row!.n;
          }),
        )
        .toBe(1);
      return id;
    });
    expect(await invitedTo((await creating!).json.id)).toEqual([guest]);
  });

  it("keep their answers from being deleted by the way, and lose them when that is said", async () => {
    const guest = await system((tx) => addGuest(tx, tenant));
    const { json } = await create(tenant);
    await system((tx) =>
      tx
        .update(guestEvents)
        .set({ attendance: "attending", answeredAt: new Date() })
        .where(eq(guestEvents.eventId, json.id)),
    );
    const remove = (path: string) =>
      call(one.DELETE, { method: "DELETE", token: tenant.token, params: { id: json.id }, path });
    const kept = await remove("/");
    expect([kept.status, kept.json.code, kept.json.answers]).toEqual([409, "conflict", 1]);
    expect(kept.json.detail).toContain("1 guest has answered");
    expect(await invitedTo(json.id)).toEqual([guest]);
    expect((await remove("/?force=true")).status).toBe(204);
    expect(await statusOf(guest)).toBe("none");
  });
});
