import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import * as one from "@/app/api/guests/[id]/route";
import * as cancel from "@/app/api/imports/[id]/cancel/route";
import * as rejected from "@/app/api/imports/[id]/rejected/route";
import * as report from "@/app/api/imports/[id]/route";
import * as undo from "@/app/api/imports/[id]/undo/route";
import * as groups from "@/app/api/projects/[id]/groups/route";
import * as exported from "@/app/api/projects/[id]/guests/export/route";
import * as upload from "@/app/api/projects/[id]/guests/import/route";
import * as guests from "@/app/api/projects/[id]/guests/route";
import { withTenant } from "@/db/client";
import { events } from "@/db/schema";
import { runAsJob } from "@/lib/http/job";
import { provenScope } from "@/lib/tenancy/scope";
import { call, createTenant } from "@/tests/setup/tenant";
import { failImport, runImportChunk } from "./mutations";

let mine: Awaited<ReturnType<typeof createTenant>>;
beforeEach(async () => {
  mine = await createTenant();
});

const fixture = (name: string) => readFileSync(`tests/fixtures/guest-lists/${name}`);
const inProject = () => ({ token: mine.token, params: { id: mine.projectId } });
const chunk = (id: string) => runAsJob("run-import", mine.organizationId, (cx) => runImportChunk(cx, id));

function send(content: string | Buffer, options: Record<string, string> = {}, name = "guests.csv") {
  const body = new FormData();
  body.set("file", new File([typeof content === "string" ? content : new Uint8Array(content)], name));
  for (const [key, value] of Object.entries(options)) body.set(key, value);
  return call(upload.POST, { ...inProject(), body });
}

const read = (id: string, query = "") =>
  call(report.GET, { token: mine.token, params: { id }, path: `/?${query}` });

/** Sends a list and runs it as the job does, to its end. */
async function bring(content: string | Buffer, options: Record<string, string> = {}) {
  const sent = await send(content, options);
  expect([sent.status, sent.json.detail]).toEqual([202, undefined]);
  for (let more = true; more; ) more = await chunk(sent.json.id);
  return (await read(sent.json.id)).json;
}

const all = async (query = "sort=createdAt&limit=200") =>
  (await call(guests.GET, { ...inProject(), path: `/?${query}` })).json;
const totals = ({ created, updated, unchanged, conflicts, rejected }: Record<string, number>) => [
  created,
  updated,
  unchanged,
  conflicts,
  rejected,
];

async function createEvents(...names: string[]) {
  const rows = await withTenant(provenScope(mine.organizationId), (tx) =>
    tx
      .insert(events)
      .values(
        names.map((name) => ({
          organizationId: mine.organizationId,
          projectId: mine.projectId,
          name,
          startsAt: new Date("2027-06-12T15:00:00Z"),
          timezone: "Europe/London",
        })),
      )
      .returning({ id: events.id, name: events.name }),
  );
  return Object.fromEntries(rows.map(({ id, name }) => [name, id])) as Record<string, string>;
}

describe("an import", () => {
  it("answers 202 with its address, then reports every row", async () => {
    const sent = await send(fixture("plain.csv"), { country: "GB" });
    expect(sent.status).toBe(202);
    expect(sent.headers.get("location")).toBe(`/api/imports/${sent.json.id}`);
    expect(sent.json).toMatchObject({ status: "queued", progress: { done: 0, total: 6 } });
    while (await chunk(sent.json.id));
    const done = (await read(sent.json.id)).json;
    expect(done).toMatchObject({ status: "done", created: 6, rejected: 0, progress: { done: 6, total: 6 } });
    expect(done.rows.map((row: { row: number; outcome: string }) => [row.row, row.outcome])).toEqual(
      [2, 3, 4, 5, 6, 7].map((row) => [row, "new"]),
    );
    const list = await all();
    expect(list.total).toBe(6);
    expect(list.data[0]).toMatchObject({
      firstName: "Ann",
      email: "ann.smith@example.com",
      phone: "+447911123456",
    });
    expect(list.data[0].groupId).toBe(list.data[1].groupId);
    expect(list.data[5]).toMatchObject({ firstName: "José 🎉", lastName: "Núñez" });
  });

  it("of the same file again changes nothing, and of the edited sheet only what was edited", async () => {
    const list = fixture("plain.csv").toString();
    await bring(list);
    const before = await all();
    expect(totals(await bring(list))).toEqual([0, 0, 6, 0, 0]);
    expect(await all()).toEqual(before);
    const edited = list
      .replace("Brontë,zoe@example.com", "Brontë-Bell,zoe@example.com")
      .concat("Dan,Lind,,,\n");
    expect(totals(await bring(edited))).toEqual([1, 1, 5, 0, 0]);
    expect((await all("q=bront")).data).toMatchObject([{ lastName: "Brontë-Bell", version: 2 }]);
  });

  it("brings in the good rows and returns the bad ones with their reasons, formulas harmless", async () => {
    const done = await bring(fixture("bad-rows.csv"));
    expect(totals(done)).toEqual([3, 0, 0, 0, 2]);
    expect(done.rows[1]).toMatchObject({ row: 3, outcome: "rejected", guestIds: [] });
    expect(done.rows[1].reasons).toEqual(["“not-an-address” in Email is not an e-mail address."]);
    expect(done.rows[4]).toMatchObject({ outcome: "new", reasons: [expect.stringContaining("ask his mum")] });
    const file = await call(rejected.GET, { token: mine.token, params: { id: done.id } });
    expect(file.text.split("\r\n")).toMatchObject([
      "First Name,Last Name,Email,Phone,Why it was not brought in",
      expect.stringContaining("not-an-address"),
      expect.stringContaining("The first name is missing."),
      "",
    ]);
    const exportFile = await call(exported.GET, inProject());
    expect(exportFile.text).toContain("'=cmd|' /C calc'!A0");
  });

  it("of what is exported changes nothing", async () => {
    await createEvents("Dinner");
    await bring(fixture("plain.csv"));
    const file = await call(exported.GET, inProject());
    expect(totals(await bring(file.text))).toEqual([0, 0, 6, 0, 0]);
  });

  it("of a file that is no list is 422 with the reason, and changes nothing", async () => {
    const files: [string | Buffer, string][] = [
      ["", "empty"],
      ["\n\n ,, \n", "empty"],
      ["First Name,Email\n", "no_rows"],
      ["<!doctype html><title>List</title>", "web_page"],
      ['{"guests": []}', "structured"],
      ["a,b\n1,2\n3,4\n", "no_names"],
      ["this is not a list at all", "no_names"],
      [Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), "image"],
      [Buffer.from("%PDF-1.7\n%âãÏÓ"), "pdf"],
      [Buffer.from("504b0304140000000800", "hex"), "damaged"],
      [Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919) % 256)), "binary"],
    ];
    for (const [content, reason] of files) {
      const answer = await send(content);
      expect([reason, answer.status, answer.json.code, answer.json.reason]).toEqual([
        reason,
        422,
        "not_a_list",
        reason,
      ]);
      expect(answer.json.detail).toMatch(/^[A-Z].*\.$/);
    }
    expect((await call(upload.POST, { ...inProject(), body: new FormData() })).json.code).toBe("invalid");
    expect((await send("Name\nAnn\nBob\n", { mapping: '{"Name":"nickname"}' })).json.code).toBe("invalid");
    expect((await send("Name\nAnn\nBob\n", { unknown: "x" })).json.code).toBe("invalid");
    expect((await send("Name,\n".padEnd(5_000_000, "Ann\n"))).status).toBe(413);
    expect((await all()).total).toBe(0);
  });

  it("takes a mapping where recognition is wrong", async () => {
    const done = await bring("Bezeichnung,Kontakt\nAnn Smith,ann@example.com\nBob Jones,bob@example.com\n", {
      mapping: JSON.stringify({ Bezeichnung: "fullName", Kontakt: null }),
    });
    expect(done.columns).toMatchObject([
      { column: "Bezeichnung", field: "fullName", by: "mapping" },
      { column: "Kontakt", field: null, by: "mapping" },
    ]);
    expect((await all()).data).toMatchObject([{ firstName: "Ann", email: null }, { firstName: "Bob" }]);
  });

  it("as a dry run reports what would be and writes no guest", async () => {
    await bring("Name,Email\nAnn Smith,ann@example.com\n");
    const done = await bring("Name,Email\nAnn Jones,ann@example.com\nBob,bob@example.com\nCleo,nope\n", {
      dryRun: "true",
    });
    expect(done).toMatchObject({ status: "done", dryRun: true });
    expect(totals(done)).toEqual([1, 1, 0, 0, 1]);
    expect(done.rows.map((row: { guestIds: string[] }) => row.guestIds.length)).toEqual([1, 0, 0]);
    expect((await all()).data).toMatchObject([{ firstName: "Ann", lastName: "Smith", version: 1 }]);
    const groupsNow = await call(groups.GET, inProject());
    expect(groupsNow.json.total).toBe(1);
  });
});

describe("duplicates", () => {
  it("in one file are one guest, and people who share an address are several", async () => {
    const done = await bring(fixture("same-person-twice.csv"));
    expect(totals(done)).toEqual([3, 0, 1, 0, 0]);
    expect(done.rows[3]).toMatchObject({ outcome: "unchanged", reasons: ["The same guest as in row 2."] });
    expect(totals(await bring(fixture("same-person-twice.csv")))).toEqual([0, 0, 4, 0, 0]);
  });

  it("are skipped, updated or kept as asked", async () => {
    const list = "Name,Email,Phone\nAnn Smith,ann@example.com,\n";
    const edited = "Name,Email,Phone\nAnn Smith,ann@example.com,+44 7911 123456\nBob Jones,,\n";
    await bring(list);
    expect(totals(await bring(edited, { duplicates: "skip" }))).toEqual([1, 0, 1, 0, 0]);
    expect((await all("q=ann")).data[0].phone).toBeNull();
    expect(totals(await bring(edited, { duplicates: "update" }))).toEqual([0, 1, 1, 0, 0]);
    expect((await all("q=ann")).data[0].phone).toBe("+447911123456");
    expect(totals(await bring(edited, { duplicates: "keep" }))).toEqual([2, 0, 0, 0, 0]);
    expect((await all()).total).toBe(4);
  });

  it("that a person must decide are conflicts, and change nothing", async () => {
    await bring("Name,Email,Phone\nAnn Smith,ann@example.com,\nAnn Smith,ann2@example.com,+44 7911 123456\n");
    const done = await bring(
      "Name,Email,Phone\nAnn Smith,ann@example.com,+44 7911 123456\nZoe Park,ann@example.com,\n",
    );
    expect(done.rows.map((row: { outcome: string }) => row.outcome)).toEqual(["conflict", "new"]);
    const stranger = await bring("Name,Email\nWilhelmina Q,ann2@example.com\n");
    expect(stranger.rows[0]).toMatchObject({
      outcome: "conflict",
      reasons: ["The e-mail address belongs to Ann Smith, who has another name."],
    });
    expect((await all("q=smith")).total).toBe(2);
  });
});

describe("exports of other products", () => {
  it("of Zola, households and answers, are joined by hand no longer", async () => {
    const of = await createEvents("Wedding Day", "Welcome Drinks");
    expect(totals(await bring(fixture("zola-guest-list.csv")))).toEqual([3, 0, 0, 0, 0]);
    expect((await all()).total).toBe(7);
    const done = await bring(fixture("zola-rsvps.csv"));
    expect([done.source, ...totals(done)]).toEqual(["zolaRsvps", 0, 3, 1, 0, 0]);
    const list = await all();
    expect(list.total).toBe(7);
    const status = (name: string) => list.data.find((g: { firstName: string }) => g.firstName === name);
    expect(status("Ann").rsvpStatus).toBe("attending");
    expect(status("Bob").events).toContainEqual(
      expect.objectContaining({ eventId: of["Welcome Drinks"], rsvpStatus: "declined" }),
    );
    expect(status("Cleo").rsvpStatus).toBe("pending");
    expect(status("Dan")).toMatchObject({ ageBand: "child", lastName: "Smith-Jones" });
    expect(new Set(["Ann", "Bob", "Cleo", "Dan"].map((name) => status(name).groupId)).size).toBe(1);
    expect(totals(await bring(fixture("zola-rsvps.csv")))).toEqual([0, 0, 4, 0, 0]);
  });

  it("of Partiful put plus-ones into their host's household", async () => {
    await createEvents("Party");
    await bring(fixture("partiful.csv"));
    const { data } = await all();
    const [ann, maya] = data;
    expect(maya).toMatchObject({
      firstName: "Maya",
      groupId: ann.groupId,
      plusOneOf: ann.id,
      rsvpStatus: "attending",
    });
    expect(data.map((g: { rsvpStatus: string }) => g.rsvpStatus)).toEqual([
      "attending",
      "attending",
      "maybe",
      "declined",
      "pending",
    ]);
    expect(totals(await bring(fixture("partiful.csv")))).toEqual([0, 0, 5, 0, 0]);
  });

  it("of a matrix invite to the events of their columns only", async () => {
    const of = await createEvents("Mehndi", "Sangeet", "Wedding");
    await bring(fixture("matrix.csv"));
    const { data } = await all();
    expect(
      data.map((g: { events: unknown[]; plusOneAllowance: number }) => [g.events.length, g.plusOneAllowance]),
    ).toEqual([
      [3, 20],
      [2, 3],
      [1, 0],
    ]);
    expect(data[2].events[0].eventId).toBe(of.Wedding);
  });

  it("are read one as well as the other", async () => {
    const counts: [string, number][] = [
      ["airlst-companions.csv", 4],
      ["by-hand.csv", 7],
      ["excel.xlsx", 2],
      ["google-contacts-old.csv", 1],
      ["google-contacts.csv", 2],
      ["japanese.csv", 1],
      ["luma.csv", 2],
      ["names-only.txt", 4],
      ["no-header.csv", 3],
      ["outlook.csv", 1],
      ["partiful-older.csv", 2],
      ["plain-bom-pipe.csv", 2],
      ["plain-french-utf16le-tab.csv", 2],
      ["plain-german-semicolon-1252.csv", 3],
      ["plain-mac-roman.csv", 3],
      ["plain-spanish-utf16be.csv", 2],
      ["stray-quotes.csv", 3],
      ["the-knot.csv", 1],
      ["tito.csv", 2],
    ];
    for (const [name, expected] of counts) {
      mine = await createTenant();
      const first = await bring(fixture(name));
      expect([name, (await all()).total, first.rejected]).toEqual([name, expected, 0]);
      const again = await bring(fixture(name));
      expect([name, again.created, again.updated, again.conflicts]).toEqual([name, 0, 0, 0]);
    }
  });
});

describe("a long import", () => {
  const long = `First Name,Last Name,Email,Household\n${Array.from(
    { length: 4_500 },
    (_, i) => `G${i},L${i % 50},g${i}@example.com,House ${i % 900}`,
  ).join("\n")}\n`;

  it("that dies in the middle goes on where it was, without duplicates or gaps", async () => {
    const { json } = await send(long);
    expect(await chunk(json.id)).toBe(true);
    await expect(
      runAsJob("run-import", mine.organizationId, async (cx) => {
        await runImportChunk(cx, json.id);
        throw new Error("killed before commit");
      }),
    ).rejects.toThrow("killed");
    expect((await read(json.id)).json.progress).toEqual({ done: 2_000, total: 4_500 });
    await Promise.all([chunk(json.id), chunk(json.id), chunk(json.id)]);
    expect((await read(json.id)).json).toMatchObject({ status: "done", created: 4_500 });
    expect((await all("limit=1")).total).toBe(4_500);
    expect((await call(groups.GET, inProject())).json.total).toBe(900);
    expect(await chunk(json.id)).toBe(false);
  });

  it("can be cancelled, keeps what is in, and tells so", async () => {
    const { json } = await send(long);
    await chunk(json.id);
    const params = { id: json.id };
    const stopped = await call(cancel.POST, { method: "POST", token: mine.token, params });
    expect([stopped.status, stopped.json.status]).toEqual([200, "cancelled"]);
    expect(await chunk(json.id)).toBe(false);
    expect((await all("limit=1")).total).toBe(2_000);
    expect((await call(cancel.POST, { method: "POST", token: mine.token, params })).status).toBe(409);
    const pages = [(await read(json.id, "limit=1500")).json];
    pages.push((await read(json.id, `limit=1500&cursor=${pages[0].nextCursor}`)).json);
    expect(pages.flatMap((page) => page.rows)).toHaveLength(2_000);
    await runAsJob("run-import", mine.organizationId, (cx) => failImport(cx, json.id));
    expect((await read(json.id)).json.status).toBe("cancelled");
  });
});

describe("an undone import", () => {
  const takeBack = (id: string) => call(undo.POST, { method: "POST", token: mine.token, params: { id } });

  it("leaves the list as it was before", async () => {
    await createEvents("Dinner");
    await bring("Name,Email,Tags\nAnn Smith,ann@example.com,Family\nBob Jones,,\n");
    const stable = ({ data, total }: { data: Record<string, unknown>[]; total: number }) => ({
      total,
      data: data.map(({ updatedAt: _, version: __, ...guest }) => guest),
    });
    const before = stable(await all());
    const done = await bring(
      "Name,Email,Phone,Household,Tags\nAnn Jones,ann@example.com,+44 7911 123456,The House,VIP\nBob Jones,bob@example.com,,The House,\nCleo,cleo@example.com,,The House,\n",
    );
    expect(totals(done)).toEqual([1, 2, 0, 0, 0]);
    expect((await takeBack(done.id)).json.status).toBe("undone");
    expect(stable(await all())).toEqual(before);
    expect((await takeBack(done.id)).status).toBe(409);
  });

  it("leaves alone whom somebody has changed since", async () => {
    const done = await bring("Name,Email\nAnn Smith,ann@example.com\nBob Jones,bob@example.com\n");
    const [ann] = (await all()).data;
    await call(one.PATCH, {
      method: "PATCH",
      token: mine.token,
      params: { id: ann.id },
      body: { notes: "ours" },
    });
    await takeBack(done.id);
    expect((await all()).data).toMatchObject([{ firstName: "Ann", notes: "ours" }]);
  });
});
