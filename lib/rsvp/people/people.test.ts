import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { asSystem } from "@/db/client";
import {
  answer,
  createEvent,
  createForm,
  createHousehold,
  createInvite,
  statusesOf,
} from "@/tests/setup/household";
import { createTenant } from "@/tests/setup/tenant";

let tenant: Awaited<ReturnType<typeof createTenant>>;
let form: Awaited<ReturnType<typeof createForm>>;
let ceremony: string;
let dinner: string;
let meal: string;
beforeAll(async () => {
  tenant = await createTenant();
  ceremony = await createEvent(tenant, { startsAt: new Date("2027-06-12T13:00:00Z") });
  dinner = await createEvent(tenant);
  form = await createForm(tenant);
  meal = form.questions.find(({ type }) => type === "meal")!.id;
});

type Home = { token: string };
const say = (home: Home, ...responses: object[]) => answer({ token: home.token, formId: form.id, responses });
const named = (firstName: string, more: object = {}) => ({ plusOne: { firstName }, ...more });
const yes = () => ({ [ceremony]: "attending", [dinner]: "attending" });
const guestsOf = (groupId: string) =>
  asSystem("tests look", async (tx) => [
    ...(await tx.execute<{ name: string; host: string | null; events: number }>(sql`
      select g.first_name as name, g.plus_one_of as host,
             (select count(*)::int from guest_events e where e.guest_id = g.id and e.invited) as events
        from guests g where g.group_id = ${groupId} order by g.plus_one_of is not null, g.created_at, g.id`)),
  ]);

describe("a plus-one", () => {
  it("who is named becomes a guest of the household, invited where their host is, coming when they are", async () => {
    const home = await createHousehold(
      tenant,
      [{ firstName: "Ada", plusOneAllowance: 1 }],
      [ceremony, dinner],
    );
    const [ada] = home.guestIds;
    const first = await say(
      home,
      { guestId: ada, attendance: { [ceremony]: "declined", [dinner]: "attending" } },
      named("Bo", { answers: { [meal]: "vegan" } }),
    );
    expect(first.status, first.text).toBe(201);
    expect(await guestsOf(home.groupId)).toEqual([
      { name: "Ada", host: null, events: 2 },
      { name: "Bo", host: ada, events: 2 },
    ]);
    expect(first.json.responses[1]).toMatchObject({
      firstName: "Bo",
      plusOneOf: ada,
      attendance: { [ceremony]: "declined", [dinner]: "attending" },
      answers: { [meal]: "vegan" },
    });
    expect(await statusesOf(home.groupId)).toEqual({ Ada: "attending", Bo: "attending" });
  });

  it("sent again is the same guest, by name in any case, renamed, or by id; a second one has no place", async () => {
    const home = await createHousehold(tenant, [{ firstName: "Ada", plusOneAllowance: 1 }], [dinner]);
    const [ada] = home.guestIds;
    const me = { guestId: ada, attendance: { [dinner]: "attending" } };
    await Promise.all(Array.from({ length: 8 }, () => say(home, me, named("Bo"))));
    expect((await guestsOf(home.groupId)).map(({ name }) => name)).toEqual(["Ada", "Bo"]);
    expect((await say(home, me, named("bo"))).status).toBe(201);
    const renamed = await say(home, me, named("Bob"));
    expect((await guestsOf(home.groupId)).map(({ name }) => name)).toEqual(["Ada", "Bob"]);
    const bob = renamed.json.responses[1].guestId;
    const byId = await say(home, me, {
      guestId: bob,
      plusOne: { firstName: "Robert" },
      attendance: { [dinner]: "maybe" },
    });
    expect(byId.status, byId.text).toBe(201);
    expect(await statusesOf(home.groupId)).toEqual({ Ada: "attending", Robert: "maybe" });
    const second = await say(home, me, { guestId: bob }, named("Zoe"));
    expect(second.json).toMatchObject({ code: "unprocessable", errors: [{ path: "responses.2.plusOne" }] });
    const forged = await say(home, { ...me, plusOne: { firstName: "Eve" } });
    expect(forged.json).toMatchObject({ code: "unprocessable", errors: [{ path: "responses.0.plusOne" }] });
  });

  it("who is not named any more, or declines, frees the place for somebody else", async () => {
    const home = await createHousehold(tenant, [{ firstName: "Ada", plusOneAllowance: 1 }], [dinner]);
    const me = { guestId: home.guestIds[0], attendance: { [dinner]: "attending" } };
    await say(home, me, named("Bo", { answers: { [meal]: "fish" } }));
    const alone = await say(home, me);
    expect(alone.json.revision).toBe(2);
    expect(await statusesOf(home.groupId)).toEqual({ Ada: "attending", Bo: "declined" });
    expect((await say(home, me, named("Cleo"))).status).toBe(201);
    expect(await statusesOf(home.groupId)).toEqual({ Ada: "attending", Bo: "declined", Cleo: "attending" });
    const back = await say(home, me, named("Bo"));
    expect(back.status, back.text).toBe(201);
    expect(await statusesOf(home.groupId)).toEqual({ Ada: "attending", Bo: "attending", Cleo: "declined" });
    const answers = await asSystem("tests look", (tx) =>
      tx.execute(sql`select a.id from rsvp_answers a join guests g on g.id = a.guest_id where g.first_name = 'Bo'
                      and g.group_id = ${home.groupId}`),
    );
    expect([...answers]).toEqual([]);
  });

  it("stays when somebody else of the household answers", async () => {
    const home = await createHousehold(
      tenant,
      [{ firstName: "Ada", plusOneAllowance: 1 }, { firstName: "Ben" }],
      [dinner],
    );
    const [ada, ben] = home.guestIds;
    await say(home, { guestId: ada, attendance: { [dinner]: "attending" } }, named("Bo"));
    await say(home, { guestId: ben, attendance: { [dinner]: "declined" } });
    expect(await statusesOf(home.groupId)).toEqual({ Ada: "attending", Ben: "declined", Bo: "attending" });
  });

  it("takes a place of the guest before them, then the household's; a narrowed link has that guest's only", async () => {
    const home = await createHousehold(
      tenant,
      [
        { firstName: "Ada", plusOneAllowance: 1 },
        { firstName: "Ben", plusOneAllowance: 1 },
      ],
      [dinner],
      { maxPlusOnes: 1 },
    );
    const [ada, ben] = home.guestIds;
    const coming = (guestId: string | undefined) => ({ guestId, attendance: { [dinner]: "attending" } });
    const all = await say(home, coming(ada), coming(ben), named("Of Ben"), named("Of Ada"), named("Of all"));
    expect(all.status, all.text).toBe(201);
    const hosts = Object.fromEntries((await guestsOf(home.groupId)).map(({ name, host }) => [name, host]));
    expect(hosts).toMatchObject({ "Of Ben": ben, "Of Ada": ada });
    const more = await say(home, ...all.json.responses.map((one: object) => pick(one)), named("Too many"));
    expect(more.json).toMatchObject({ code: "unprocessable", errors: [{ path: "responses.5.plusOne" }] });
    const lonely = await createHousehold(tenant, ["Dan", "Eve"], [dinner], { maxPlusOnes: 3 });
    const own = await createInvite(tenant, { guestId: lonely.guestIds[0] });
    expect((await say(own, coming(lonely.guestIds[0]), named("Nobody"))).status).toBe(422);
  });

  it("is nobody when everybody stays at home", async () => {
    const home = await createHousehold(
      tenant,
      [{ firstName: "Ada", plusOneAllowance: 1 }],
      [ceremony, dinner],
    );
    const no = { [ceremony]: "declined", [dinner]: "declined" };
    expect((await say(home, { guestId: home.guestIds[0], attendance: no }, named("Bo"))).status).toBe(201);
    expect((await guestsOf(home.groupId)).map(({ name }) => name)).toEqual(["Ada"]);
    const later = await say(home, { guestId: home.guestIds[0], attendance: yes() }, named("Bo"));
    expect(later.json.responses).toHaveLength(2);
  });
});

const pick = (response: object) => {
  const { guestId, attendance, answers } = response as Record<string, unknown>;
  return { guestId, attendance, answers };
};
