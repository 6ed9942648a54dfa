import { sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { asSystem } from "@/db/client";
import { answer, createEvent, createForm, createHousehold, statusesOf } from "@/tests/setup/household";
import { createTenant } from "@/tests/setup/tenant";
import { allocate, needsPlace } from "./policy";

let tenant: Awaited<ReturnType<typeof createTenant>>;
let form: Awaited<ReturnType<typeof createForm>>;
beforeAll(async () => {
  tenant = await createTenant();
  form = await createForm(tenant);
});

type Home = Awaited<ReturnType<typeof createHousehold>>;
const say = (home: Home, eventId: string, attendance: string, guestIds = home.guestIds) =>
  answer({
    token: home.token,
    formId: form.id,
    responses: guestIds.map((guestId) => ({ guestId, attendance: { [eventId]: attendance } })),
  });
const coming = async (eventId: string) => {
  const [row] = await asSystem("tests look", (tx) =>
    tx.execute<{ n: number }>(
      sql`select count(*)::int as n from guest_events where event_id = ${eventId} and attendance = 'attending'`,
    ),
  );
  return row!.n;
};

describe("places of an event", () => {
  it("of 200 households that want the last one at once, exactly one gets it", async () => {
    const eventId = await createEvent(tenant, { name: "Boat", capacity: 1 });
    const homes = await Promise.all(
      Array.from({ length: 200 }, (_, n) => createHousehold(tenant, [`Guest ${n}`], [eventId])),
    );
    const answers = await Promise.all(homes.map((home) => say(home, eventId, "attending")));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array(199).fill(422)]);
    expect(answers.find(({ status }) => status === 422)!.json).toMatchObject({
      code: "over_capacity",
      detail: "There is no place left at Boat.",
    });
    expect(await coming(eventId)).toBe(1);
  });

  it("with a waiting list go to those who come first, and the others wait", async () => {
    const eventId = await createEvent(tenant, { capacity: 3, waitlist: true });
    const homes = await Promise.all(
      Array.from({ length: 8 }, (_, n) => createHousehold(tenant, [`Guest ${n}`], [eventId])),
    );
    const answers = await Promise.all(homes.map((home) => say(home, eventId, "attending")));
    expect(answers.every(({ status }) => status === 201)).toBe(true);
    const said = answers.map(({ json }) => json.responses[0].attendance[eventId]).sort();
    expect(said).toEqual([...Array(3).fill("attending"), ...Array(5).fill("waitlisted")]);
    const waiting =
      homes[answers.findIndex(({ json }) => json.responses[0].attendance[eventId] === "waitlisted")]!;
    expect(Object.values(await statusesOf(waiting.groupId))).toEqual(["waitlisted"]);
    // Saying it again changes nothing; declining gives the place back.
    expect((await say(waiting, eventId, "attending")).json).toMatchObject({ revision: 1 });
    const seated =
      homes[answers.findIndex(({ json }) => json.responses[0].attendance[eventId] === "attending")]!;
    await say(seated, eventId, "declined");
    expect((await say(waiting, eventId, "attending")).json.responses[0].attendance[eventId]).toBe(
      "attending",
    );
    expect(await coming(eventId)).toBe(3);
  });

  it("stay with whoever has one, also when the capacity was lowered beneath them", async () => {
    const eventId = await createEvent(tenant, { capacity: 4 });
    const home = await createHousehold(tenant, ["Ada", "Ben", "Cleo"], [eventId]);
    expect((await say(home, eventId, "attending")).status).toBe(201);
    await asSystem("tests lower a capacity", (tx) =>
      tx.execute(sql`update events set capacity = 1 where id = ${eventId}`),
    );
    const [ada, , cleo] = home.guestIds as [string, string, string];
    expect((await say(home, eventId, "declined", [cleo])).status).toBe(201);
    expect((await say(home, eventId, "attending", [ada])).status).toBe(201);
    expect((await say(home, eventId, "attending", [cleo])).json).toMatchObject({ code: "over_capacity" });
  });

  it("say how many are left when a household wants more", async () => {
    const eventId = await createEvent(tenant, { name: "Boat", capacity: 2 });
    const home = await createHousehold(tenant, ["Ada", "Ben", "Cleo"], [eventId]);
    const refused = await say(home, eventId, "attending");
    expect(refused.json).toMatchObject({ code: "over_capacity", detail: "Only 2 places are left at Boat." });
    expect(await coming(eventId)).toBe(0);
  });
});

describe("options with a capacity", () => {
  it("are never given out more often, whoever asks at the same time", async () => {
    const eventId = await createEvent(tenant);
    const limited = await createForm(tenant, {
      questions: [
        {
          type: "meal",
          label: "Meal",
          options: [{ value: "lobster", label: "Lobster", capacity: 2 }, { value: "soup" }],
        },
      ],
    });
    const meal = limited.questions[0]!.id;
    const homes = await Promise.all(
      Array.from({ length: 10 }, (_, n) => createHousehold(tenant, [`Guest ${n}`], [eventId])),
    );
    const order = (home: Home, dish: string) =>
      answer({
        token: home.token,
        formId: limited.id,
        responses: [
          {
            guestId: home.guestIds[0],
            attendance: { [eventId]: "attending" },
            answers: { [meal]: dish },
          },
        ],
      });
    const answers = await Promise.all(homes.map((home) => order(home, "lobster")));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, ...Array(8).fill(422)]);
    const refused = answers.findIndex(({ status }) => status === 422);
    expect(answers[refused]!.json).toMatchObject({
      code: "unprocessable",
      errors: [{ path: `responses.0.answers.${meal}` }],
    });
    const served = answers.findIndex(({ status }) => status === 201);
    expect((await order(homes[served]!, "lobster")).json.revision).toBe(1);
    expect((await order(homes[served]!, "soup")).status).toBe(201);
    expect((await order(homes[refused]!, "lobster")).status).toBe(201);
  });
});

describe("allocate", () => {
  const standing = fc.constantFrom("attending", "declined", "maybe", "waitlisted", null);
  const wanted = fc.constantFrom("attending", "declined", "maybe");
  const wishes = fc
    .array(fc.record({ standing, wanted }), { maxLength: 8 })
    .map((list) => list.map((wish, at) => ({ at, ...wish })));

  it("never gives out more places than there are, and takes none away", () => {
    fc.assert(
      fc.property(
        wishes,
        fc.nat(5),
        fc.integer({ min: 1, max: 8 }),
        fc.boolean(),
        (list, others, capacity, waitlist) => {
          const held = list.filter((wish) => wish.standing === "attending").length;
          const taken = others + held;
          const result = allocate({ capacity, waitlist }, taken, list);
          if ("left" in result) {
            expect(waitlist).toBe(false);
            expect(list.filter(needsPlace).length).toBeGreaterThan(result.left);
            return;
          }
          const after = others + result.standing.filter((one) => one === "attending").length;
          expect(after).toBeLessThanOrEqual(Math.max(capacity, taken));
          for (const [i, wish] of list.entries()) {
            if (wish.standing === "attending" && wish.wanted === "attending") {
              expect(result.standing[i]).toBe("attending");
            }
            if (wish.wanted !== "attending") expect(result.standing[i]).toBe(wish.wanted);
          }
          // Nobody waits while there is a place.
          if (result.standing.includes("waitlisted")) expect(after).toBeGreaterThanOrEqual(capacity);
        },
      ),
    );
  });
});
