import { sql } from "drizzle-orm";
import fc from "fast-check";
import { uuidv7 } from "uuidv7";
import { beforeAll, describe, expect, it } from "vitest";
import { asSystem } from "@/db/client";
import { guestEvents, guestGroups, guests } from "@/db/schema";
import { answer, createEvent, createForm, createHousehold, statusesOf } from "@/tests/setup/household";
import { createTenant } from "@/tests/setup/tenant";
import { recomputeRsvpStatus } from "./mutations";
import { askedEvents, isPast, phaseOf, roomFor, type Standing, statusOf, takePlace } from "./policy";

let tenant: Awaited<ReturnType<typeof createTenant>>;
beforeAll(async () => {
  tenant = await createTenant();
});

const standing = fc.constantFrom<Standing | null>("attending", "declined", "maybe", "waitlisted", null);

describe("a guest's status", () => {
  it("is none when invited nowhere, pending while an event is unanswered, else the best of what was said", () => {
    expect(statusOf([])).toBe("none");
    fc.assert(
      fc.property(fc.array(standing, { minLength: 1, maxLength: 6 }), (said) => {
        const status = statusOf(said);
        if (said.includes(null)) {
          expect(status).toBe("pending");
          return;
        }
        expect(said).toContain(status);
        const rank = ["attending", "waitlisted", "maybe", "declined"];
        for (const one of said) expect(rank.indexOf(status)).toBeLessThanOrEqual(rank.indexOf(one!));
      }),
    );
  });

  it("is the same in the database as in code, for every way to answer three events", async () => {
    const { organizationId, projectId } = tenant;
    const eventIds = [await createEvent(tenant), await createEvent(tenant), await createEvent(tenant)];
    const ways = ["attending", "declined", "maybe", "waitlisted", null, undefined] as const;
    const combinations = ways.flatMap((a) => ways.flatMap((b) => ways.map((c) => [a, b, c])));
    const groupId = uuidv7();
    const people = combinations.map((said) => ({ id: uuidv7(), said }));
    const written = await asSystem("tests make their own guests", async (tx) => {
      await tx.insert(guestGroups).values({ id: groupId, organizationId, projectId });
      await tx
        .insert(guests)
        .values(people.map(({ id }) => ({ id, organizationId, projectId, groupId, firstName: "Ada" })));
      await tx.insert(guestEvents).values(
        people.flatMap(({ id, said }) =>
          said.flatMap((attendance, i) =>
            attendance === undefined
              ? []
              : [
                  {
                    organizationId,
                    guestId: id,
                    eventId: eventIds[i]!,
                    attendance,
                    answeredAt: attendance && new Date(),
                  },
                ],
          ),
        ),
      );
      await recomputeRsvpStatus(
        { tx },
        people.map(({ id }) => id),
      );
      return tx.query.guests.findMany({ where: (t, { eq }) => eq(t.groupId, groupId) });
    });
    const inDatabase = new Map(written.map(({ id, rsvpStatus }) => [id, rsvpStatus]));
    for (const { id, said } of people) {
      expect([said, inDatabase.get(id)]).toEqual([said, statusOf(said.filter((one) => one !== undefined))]);
    }
  });
});

describe("deadlines", () => {
  it("count their last moment and their grace in, and nothing after", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("2000-01-01"), max: new Date("2100-01-01"), noInvalidDate: true }),
        fc.nat(720),
        (at, grace) => {
          const end = at.getTime() + grace * 3_600_000;
          expect(isPast(at, grace, new Date(end))).toBe(false);
          expect(isPast(at, grace, new Date(end + 1))).toBe(true);
          expect(isPast(null, grace, new Date(end))).toBe(false);
          expect(phaseOf({ opensAt: at, closesAt: null, graceHours: 0 }, new Date(at.getTime() - 1))).toBe(
            "early",
          );
          expect(phaseOf({ opensAt: at, closesAt: at, graceHours: grace }, new Date(end))).toBe("open");
        },
      ),
    );
  });

  const say = (home: { token: string; guestIds: string[] }, formId: string, attendance: object) =>
    answer({ token: home.token, formId, responses: [{ guestId: home.guestIds[0], attendance }] });
  const at = (interval: string) =>
    asSystem("the database's clock decides", async (tx) => {
      const [row] = await tx.execute<{ at: string }>(
        sql`select to_char((now() + ${interval}::interval) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`,
      );
      return row!.at;
    });

  it("close a form with the host's sentence; what was said before may be sent again, and not be changed", async () => {
    const eventId = await createEvent(tenant);
    const form = await createForm(tenant, { lateMessage: "Please call us." });
    const home = await createHousehold(tenant, ["Ada"], [eventId]);
    const said = await say(home, form.id, { [eventId]: "attending" });
    const close = (interval: string, grace: number) =>
      asSystem("tests let time pass", (tx) =>
        tx.execute(
          sql`update rsvp_forms set closes_at = now() + ${interval}::interval, grace_hours = ${grace} where id = ${form.id}`,
        ),
      );
    await close("-2 hours", 1);
    const again = await say(home, form.id, { [eventId]: "attending" });
    expect([again.status, again.json.revision, again.json.id]).toEqual([201, 1, said.json.id]);
    const late = await say(home, form.id, { [eventId]: "declined" });
    expect([late.status, late.json.code, late.json.detail]).toEqual([422, "closed", "Please call us."]);
    await close("-2 hours", 3);
    expect((await say(home, form.id, { [eventId]: "declined" })).status).toBe(201);
    expect(await statusesOf(home.groupId)).toEqual({ Ada: "declined" });
  });

  it("keep a form shut until it opens", async () => {
    const eventId = await createEvent(tenant);
    const form = await createForm(tenant, { opensAt: await at("1 day") });
    const home = await createHousehold(tenant, ["Ada"], [eventId]);
    const early = await say(home, form.id, { [eventId]: "attending" });
    expect(early.json).toMatchObject({ code: "closed", detail: expect.stringMatching(/^Answers open on /) });
  });

  it("of one event close that event alone", async () => {
    const past = await createEvent(tenant, { name: "Boat", rsvpDeadline: new Date(await at("-1 second")) });
    const open = await createEvent(tenant);
    const form = await createForm(tenant);
    const home = await createHousehold(tenant, ["Ada"], [past, open]);
    const refused = await say(home, form.id, { [past]: "attending", [open]: "attending" });
    expect(refused.json).toMatchObject({
      code: "closed",
      errors: [{ path: `responses.0.attendance.${past}`, message: expect.stringContaining("Boat") }],
    });
    expect((await say(home, form.id, { [open]: "attending" })).status).toBe(201);
    expect(await statusesOf(home.groupId)).toEqual({ Ada: "pending" });
  });

  it("are not needed where an answer stands for good", async () => {
    const eventId = await createEvent(tenant);
    const form = await createForm(tenant, { allowEdits: false });
    const home = await createHousehold(tenant, ["Ada"], [eventId]);
    await say(home, form.id, { [eventId]: "attending" });
    expect((await say(home, form.id, { [eventId]: "attending" })).status).toBe(201);
    expect((await say(home, form.id, { [eventId]: "declined" })).json).toMatchObject({
      status: 422,
      code: "closed",
    });
  });
});

describe("places for plus-ones", () => {
  it("are never more than were given, whoever takes them", () => {
    const hosts = fc
      .array(fc.nat(3), { minLength: 1, maxLength: 5 })
      .map((all) => all.map((plusOneAllowance, i) => ({ id: `g${i}`, plusOneAllowance })));
    fc.assert(
      fc.property(hosts, fc.nat(4), fc.array(fc.nat(6), { maxLength: 20 }), (given, household, asking) => {
        const room = roomFor(given, household, []);
        const total = given.reduce((sum, { plusOneAllowance }) => sum + plusOneAllowance, household);
        const taken = asking
          .map((i) => takePlace(room, given[i]?.id ?? null))
          .filter((host) => host !== null);
        expect(taken).toHaveLength(Math.min(total, asking.length));
      }),
    );
  });

  it("that are taken are found taken again", () => {
    fc.assert(
      fc.property(fc.nat(3), fc.nat(3), fc.nat(8), (own, household, wanted) => {
        const hosts = [{ id: "a", plusOneAllowance: own }];
        const room = roomFor(hosts, household, []);
        const present = Array.from({ length: wanted }, (_, i) => ({
          id: `p${i}`,
          plusOneOf: takePlace(room, "a"),
        }));
        const named = present.filter(({ plusOneOf }) => plusOneOf !== null);
        const again = roomFor(hosts, household, named);
        expect([again.byGuest.get("a"), again.household]).toEqual([room.byGuest.get("a"), room.household]);
      }),
    );
  });
});

describe("the events a person is asked about", () => {
  it("are those of the invitation, the link and the form at once", () => {
    const ids = fc.uniqueArray(fc.constantFrom<string>("a", "b", "c", "d"));
    fc.assert(
      fc.property(ids, fc.option(ids), fc.option(ids), (invited, link, form) => {
        const asked = askedEvents(invited, link, form);
        for (const id of ["a", "b", "c", "d"]) {
          const fits = invited.includes(id) && (link?.includes(id) ?? true) && (form?.includes(id) ?? true);
          expect(asked.includes(id)).toBe(fits);
        }
      }),
    );
  });
});
