import { sql } from "drizzle-orm";
import fc from "fast-check";
import { uuidv7 } from "uuidv7";
import { beforeAll, describe, expect, it } from "vitest";
import * as counting from "@/app/api/projects/[id]/campaigns/audience/route";
import { asSystem } from "@/db/client";
import * as s from "@/db/schema";
import { runAsJob } from "@/lib/http/job";
import { call, createTenant } from "@/tests/setup/tenant";
import type { Audience, Exclusion } from "./contract";
import { ADDRESS, normalAddress } from "./policy";
import { countRecipients, listRecipients } from "./queries";

/** Who is there, as the test knows it; the same rules again in plain code. */
type Person = {
  id: string;
  group: number;
  tags: number[];
  /** Attendance by event the guest is invited to; null: not answered. */
  answers: Map<number, "attending" | "declined" | null>;
  email: string | null;
};

const COUNT = 60;
const random = (seed: number) => () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return seed / 2_147_483_648;
};
const dice = random(7);
const pick = <T>(items: readonly T[]): T => items[Math.floor(dice() * items.length)]!;

let tenant: Awaited<ReturnType<typeof createTenant>>;
let people: Person[];
const [groups, tags, events] = [12, 4, 2].map((n) => Array.from({ length: n }, () => uuidv7())) as [
  string[],
  string[],
  string[],
];
const opened = new Set<number>();
const addresses = [
  "shared@example.com",
  "stopped@example.com",
  "bounced@example.com",
  "no address",
  "UPPER@Example.com ",
];

beforeAll(async () => {
  tenant = await createTenant();
  const { organizationId, projectId } = tenant;
  const own = { organizationId, projectId };
  people = Array.from({ length: COUNT }, (_, at) => ({
    id: uuidv7(),
    group: Math.floor(dice() * groups.length),
    tags: tags.map((_, tag) => tag).filter(() => dice() < 0.3),
    answers: new Map(
      events.flatMap((_, event) =>
        dice() < 0.7 ? [[event, pick(["attending", "declined", null] as const)] as const] : [],
      ),
    ),
    email: dice() < 0.2 ? null : dice() < 0.4 ? pick(addresses) : `guest${at}@example.com`,
  }));
  for (const [at] of groups.entries()) if (dice() < 0.4) opened.add(at);
  await asSystem("tests make guests", async (tx) => {
    await tx.insert(s.events).values(
      events.map((id) => ({
        id,
        ...own,
        name: "E",
        startsAt: new Date("2027-06-12T12:00:00Z"),
        timezone: "UTC",
      })),
    );
    await tx.insert(s.guestGroups).values(groups.map((id) => ({ id, ...own })));
    await tx.insert(s.guestTags).values(tags.map((id, at) => ({ id, ...own, name: `T${at}` })));
    await tx.insert(s.guests).values(
      people.map((person) => ({
        id: person.id,
        ...own,
        groupId: groups[person.group]!,
        firstName: "G",
        rsvpStatus: statusOf(person),
      })),
    );
    await tx
      .insert(s.guestTagAssignments)
      .values(
        people.flatMap(({ id, tags: held }) =>
          held.map((tag) => ({ organizationId, guestId: id, tagId: tags[tag]! })),
        ),
      );
    await tx.insert(s.guestEvents).values(
      people.flatMap(({ id, answers }) =>
        [...answers].map(([event, attendance]) => ({
          organizationId,
          guestId: id,
          eventId: events[event]!,
          attendance,
          answeredAt: attendance && new Date(),
        })),
      ),
    );
    await tx
      .insert(s.guestContacts)
      .values(
        people.flatMap(({ id, email }) =>
          email
            ? [{ organizationId, guestId: id, kind: "email" as const, value: email, isPrimary: true }]
            : [],
        ),
      );
    await tx.insert(s.invites).values(
      groups.map((groupId, at) => ({
        ...own,
        groupId,
        tokenHash: uuidv7(),
        tokenCipher: "x",
        firstOpenedAt: opened.has(at) ? new Date() : null,
      })),
    );
    await tx.insert(s.suppressionList).values([
      { organizationId, channel: "email", address: "stopped@example.com", reason: "unsubscribe" },
      { organizationId, channel: "email", address: "bounced@example.com", reason: "bounce" },
      { organizationId, channel: "sms", address: "guest1@example.com", reason: "manual" },
    ]);
  });
});

const statusOf = ({ answers }: Person) => {
  const all = [...answers.values()];
  if (all.length === 0) return "none" as const;
  if (all.includes(null)) return "pending" as const;
  return all.includes("attending") ? ("attending" as const) : ("declined" as const);
};

function fits(person: Person, audience: Audience): boolean {
  const { tagIds, groupIds, guestIds, rsvpStatus, eventId, notOpened } = audience;
  const statuses = rsvpStatus === undefined ? null : [rsvpStatus].flat();
  if (tagIds && !person.tags.some((tag) => tagIds.includes(tags[tag]!))) return false;
  if (groupIds && !groupIds.includes(groups[person.group]!)) return false;
  if (guestIds && !guestIds.includes(person.id)) return false;
  if (notOpened && opened.has(person.group)) return false;
  if (eventId) {
    const event = events.indexOf(eventId);
    if (!person.answers.has(event)) return false;
    return !statuses || statuses.includes(person.answers.get(event) ?? "pending");
  }
  return !statuses || statuses.includes(statusOf(person));
}

function judge(audience: Audience) {
  const taken = new Set<string>();
  return people
    .filter((person) => fits(person, audience))
    .map(({ id, answers, email }): { id: string; reason: Exclusion | null } => {
      const address = email && normalAddress(email);
      const reason = (): Exclusion | null => {
        if (answers.size === 0) return "not_invited";
        if (!address) return "no_address";
        if (!new RegExp(ADDRESS).test(address)) return "invalid_address";
        if (address === "stopped@example.com") return "unsubscribed";
        if (address === "bounced@example.com") return "suppressed";
        if (taken.has(address)) return "duplicate_address";
        taken.add(address);
        return null;
      };
      return { id, reason: reason() };
    });
}

const some = (ids: () => string[]) =>
  fc.option(
    fc
      .array(fc.nat(), { minLength: 1, maxLength: 6 })
      .map((places) => places.map((n) => ids()[n % ids().length]!)),
    { nil: undefined },
  );
const audiences = () =>
  fc.record({
    tagIds: some(() => tags),
    groupIds: some(() => groups),
    guestIds: fc.option(
      fc
        .array(fc.nat(), { minLength: 1, maxLength: 40 })
        .map((places) => places.map((n) => people[n % COUNT]!.id)),
      {
        nil: undefined,
      },
    ),
    rsvpStatus: fc.option(
      fc.oneof(
        fc.constantFrom("none", "pending", "attending", "declined"),
        fc.subarray(["none", "pending", "attending", "declined"] as const, { minLength: 1 }),
      ),
      { nil: undefined },
    ),
    eventId: fc.option(fc.constantFrom(...events), { nil: undefined }),
    notOpened: fc.option(fc.constant(true as const), { nil: undefined }),
  }) as fc.Arbitrary<Audience>;

describe("an audience", () => {
  it("reaches exactly those whom all of its filters fit, each address once, the others with their reason", async () => {
    await fc.assert(
      fc.asyncProperty(audiences(), async (audience) => {
        const expected = judge(audience);
        const { counts, listed } = await runAsJob("test", tenant.organizationId, async (cx) => ({
          counts: await countRecipients(cx, tenant.projectId, audience),
          listed: await listRecipients(cx, tenant.projectId, audience),
        }));
        const chosen = listed.filter(({ reason }) => reason === null);
        expect(new Map(listed.map(({ guestId, reason }) => [guestId, reason]))).toEqual(
          new Map(expected.map(({ id, reason }) => [id, reason])),
        );
        expect(chosen.map(({ guestId }) => guestId)).toEqual(
          expected.filter((one) => !one.reason).map(({ id }) => id),
        );
        expect(counts.matched).toBe(expected.length);
        expect(counts.total).toBe(chosen.length);
        expect(new Set(chosen.map(({ address }) => address)).size).toBe(chosen.length);
        for (const { reason, count } of counts.excluded) {
          expect([reason, count]).toEqual([reason, expected.filter((one) => one.reason === reason).length]);
        }
        expect(counts.total + counts.excluded.reduce((sum, { count }) => sum + count, 0)).toBe(
          counts.matched,
        );
      }),
      { numRuns: 150 },
    );
  });

  it("is counted while it is chosen", async () => {
    const query = new URLSearchParams([
      ["tagIds", tags[0]!],
      ["tagIds", tags[1]!],
      ["rsvpStatus", "pending"],
    ]);
    const answer = await call(counting.GET, {
      token: tenant.token,
      params: { id: tenant.projectId },
      path: `/?${query}`,
    });
    const expected = judge({ tagIds: [tags[0]!, tags[1]!], rsvpStatus: "pending" });
    expect(answer.json).toMatchObject({
      total: expected.filter(({ reason }) => !reason).length,
      matched: expected.length,
    });
    const nobody = await call(counting.GET, {
      token: tenant.token,
      params: { id: tenant.projectId },
      path: "/?tagIds=nonsense",
    });
    expect([nobody.status, nobody.json.code]).toEqual([400, "invalid"]);
  });

  it("before the first event leaves nobody out for not being invited", async () => {
    const early = await createTenant();
    const { organizationId, projectId } = early;
    const [groupId, guestId] = [uuidv7(), uuidv7()];
    await asSystem("tests make a guest", async (tx) => {
      await tx.insert(s.guestGroups).values({ id: groupId, organizationId, projectId });
      await tx.insert(s.guests).values({ id: guestId, organizationId, projectId, groupId, firstName: "G" });
      await tx
        .insert(s.guestContacts)
        .values({ organizationId, guestId, kind: "email", value: "early@example.com", isPrimary: true });
    });
    const counts = await runAsJob("test", organizationId, (cx) =>
      countRecipients(cx, projectId, { all: true }),
    );
    expect(counts).toEqual({ total: 1, matched: 1, excluded: [] });
  });

  it("takes every ordinary address, and none that no mail can go to", () => {
    const fits = (text: string) => new RegExp(ADDRESS).test(text);
    fc.assert(fc.property(fc.emailAddress(), (address) => fits(normalAddress(address))));
    for (const good of ["a@b.co", "o'neil+x@sub.example.com", "ü@exämple.de", "a@b.xn--p1ai"])
      expect([good, fits(good)]).toEqual([good, true]);
    for (const bad of [
      "",
      "a",
      "a@b",
      "a..b@c.de",
      ".a@b.de",
      "a.@b.de",
      "a@-b.de",
      "a@@b.de",
      "a b@c.de",
      "a@b.c",
      "<a@b.de>",
      "a,b@c.de",
      "a\n@b.de",
    ]) {
      expect([bad, fits(bad)]).toEqual([bad, false]);
    }
  });

  it("takes addresses alike in code and in the database", async () => {
    const shapes = fc.oneof(
      fc.emailAddress(),
      fc.string({ maxLength: 20 }),
      fc.stringMatching(/^[a-z.@ "-]{0,20}$/),
      fc.constantFrom(
        "a@b.c",
        "a@b.co",
        "a..b@c.de",
        ".a@b.de",
        "a.@b.de",
        "a@-b.de",
        "ü@exämple.de",
        "a@b",
        "a@@b.de",
        "a\n@b.de",
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(shapes, { minLength: 1, maxLength: 50 }), async (list) => {
        const known = list.filter((text) => !text.includes("\u0000"));
        const rows = await asSystem("tests ask for a comparison", (tx) =>
          tx.execute<{ fits: boolean }>(sql`
            select value ~ ${ADDRESS} as fits from jsonb_array_elements_text(${JSON.stringify(known)}::jsonb) with ordinality order by ordinality`),
        );
        expect(rows.map(({ fits: is }, at) => [known[at], is])).toEqual(
          known.map((text) => [text, new RegExp(ADDRESS).test(text)]),
        );
      }),
      { numRuns: 40 },
    );
  });
});
