import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ChunkPlan, ChunkState } from "./changeset";
import { recognizeColumns } from "./columns";
import type { Known } from "./duplicates";
import { readPeople } from "./people";
import { planChunk } from "./plan";
import { readTable } from "./table";

let ids = 0;
const newId = () => `id-${ids++}`;

async function rowsOf(csv: string) {
  const table = await readTable(Buffer.from(csv));
  return readPeople(table, recognizeColumns(table).columns, { country: "GB" });
}

/** The project's guests as a plan leaves them. */
function guestsAfter(plan: ChunkPlan, known: readonly Known[]): Known[] {
  const names = new Map([...plan.groups, ...plan.renames].map(({ id, name }) => [id, name]));
  for (const guest of known) guest.groupName = names.get(guest.groupId) ?? guest.groupName;
  return [
    ...known.map((guest) => ({ ...guest, row: null })),
    ...plan.guests.map(({ id, groupId, person, invitations }) => ({
      ...person,
      guestId: id,
      groupId,
      groupName: names.get(groupId) ?? known.find((k) => k.groupId === groupId)?.groupName ?? "",
      ageBand: person.ageBand ?? "adult",
      plusOnes: person.plusOnes ?? 0,
      events: new Map(invitations.map(({ eventId, answer }) => [eventId, answer as string | null])),
      hasInvite: false,
      version: 1,
      row: null,
    })),
  ];
}

const stateOf = (known: Known[], duplicates: ChunkState["duplicates"] = "update"): ChunkState => ({
  known,
  groups: [
    ...new Map(
      known.filter((k) => k.groupName).map((k) => [k.groupId, { id: k.groupId, name: k.groupName }]),
    ).values(),
  ],
  groupOfKey: new Map(),
  earlier: new Map(),
  events: [{ id: "dinner", name: "Dinner" }],
  duplicates,
  newId,
});

const person = fc.record({
  first: fc.constantFrom("Ann", "Bob", "Cleo", "Dan", "ANN", "Zoë"),
  last: fc.constantFrom("Smith", "Jones", "Núñez"),
  email: fc.constantFrom("", "ann@example.com", "bob@example.com", "home@example.com"),
  phone: fc.constantFrom("", "07911 123456", "07911 123457"),
  house: fc.constantFrom("", "The Smiths", "12", "13"),
});
const list = fc.array(person, { minLength: 1, maxLength: 14 });
const csv = (people: { first: string; last: string; email: string; phone: string; house: string }[]) =>
  `First Name,Last Name,Email,Phone,Household\n${people.map((p) => [p.first, p.last, p.email, p.phone, p.house].join(",")).join("\n")}\n`;

describe("a plan", () => {
  it("gives every row one outcome, and every new guest one household and one row", async () => {
    await fc.assert(
      fc.asyncProperty(
        list,
        fc.constantFrom("skip" as const, "update" as const, "keep" as const),
        async (people, mode) => {
          const rows = await rowsOf(csv(people));
          const plan = planChunk(rows, stateOf([], mode));
          expect(plan.rows.map(({ row }) => row)).toEqual(rows.map(({ row }) => row));
          const groups = new Set(plan.groups.map(({ id }) => id));
          for (const { groupId } of plan.guests) expect(groups).toContain(groupId);
          expect(plan.rows.flatMap(({ before }) => before?.created ?? []).sort()).toEqual(
            plan.guests.map(({ id }) => id).sort(),
          );
          if (mode === "keep") expect(plan.guests).toHaveLength(people.length);
          for (const { outcome, guestIds } of plan.rows)
            expect(guestIds.length > 0).toBe(["new", "changed", "unchanged"].includes(outcome));
        },
      ),
      { numRuns: 200 },
    );
  });

  it("for the same file again makes nobody new", async () => {
    await fc.assert(
      fc.asyncProperty(list, async (people) => {
        const first = planChunk(await rowsOf(csv(people)), stateOf([]));
        const known = guestsAfter(first, []);
        const second = planChunk(await rowsOf(csv(people)), stateOf(known));
        expect(second.rows.filter(({ outcome }) => outcome === "new")).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("merges a guest who stands on two rows, and keeps apart two who share an address", async () => {
    const plan = planChunk(
      await rowsOf(
        "Name,Email,Phone\nAnn Smith,a@example.com,\nBob Smith,a@example.com,\nANN SMITH,A@example.com,07911 123456\n",
      ),
      stateOf([]),
    );
    expect(plan.rows.map(({ outcome }) => outcome)).toEqual(["new", "new", "changed"]);
    expect(plan.guests.map(({ person }) => [person.firstName, person.phones])).toEqual([
      ["Ann", ["+447911123456"]],
      ["Bob", []],
    ]);
    expect(plan.updates).toEqual([]);
  });

  it("moves nobody whose household has its link, and says so", async () => {
    const known = guestsAfter(
      planChunk(await rowsOf("Name,Household\nAnn Smith,Old house\n"), stateOf([])),
      [],
    );
    const moved = planChunk(
      await rowsOf("Name,Email,Household\nAnn Smith,a@example.com,Old house\n"),
      stateOf(known),
    );
    expect(moved.rows[0]).toMatchObject({ outcome: "changed", reasons: [] });
    const [ann] = known;
    const kept = planChunk(
      await rowsOf("Name,Email,Household\nAnn Smith,a@example.com,New house\n"),
      stateOf([{ ...ann!, emails: ["a@example.com"], hasInvite: true }]),
    );
    expect(kept.rows[0]).toMatchObject({
      outcome: "unchanged",
      reasons: [{ code: "household_kept", value: "Old house" }],
    });
    expect([kept.groups, kept.updates]).toEqual([[], []]);
    const free = planChunk(
      await rowsOf("Name,Email,Household\nAnn Smith,a@example.com,New house\n"),
      stateOf([{ ...ann!, emails: ["a@example.com"] }]),
    );
    expect(free.updates).toMatchObject([{ groupId: free.groups[0]!.id }]);
  });

  it("gives an unnamed plus-one to the row before it, or to the last of its household", async () => {
    const rows = await rowsOf("Name,Household\nAnn Smith,A\nBob Jones,B\n+1,A\nGuest,\n+1,C\nBob's guest,\n");
    expect(rows.map(({ joins, people }) => joins ?? people[0]?.plusOnes ?? null)).toEqual([
      1,
      2,
      2,
      3,
      null,
      3,
    ]);
    expect(rows[4]!.reasons).toEqual([{ code: "host_missing", value: "+1" }]);
    const plan = planChunk(rows, stateOf([]));
    expect(plan.guests).toHaveLength(2);
    expect(plan.rows.map(({ outcome }) => outcome)).toEqual(["new", "new", "new", "new", "rejected", "new"]);
  });

  it("is the same whatever the order of the columns, and so is the rows' hash", async () => {
    const rows = await rowsOf("First Name,Last Name,Email,Notes\nAnn,Smith,a@example.com,hello\n");
    const turned = await rowsOf("Notes,Email,Last Name,First Name\nhello,a@example.com,Smith,Ann\n");
    expect(turned).toEqual(rows);
    const other = await rowsOf("First Name,Last Name,Email,Notes\nAnn,Smith,a@example.com,goodbye\n");
    expect(other[0]!.hash).not.toBe(rows[0]!.hash);
  });
});
