import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import * as cancelling from "@/app/api/jobs/[id]/cancel/route";
import * as one from "@/app/api/jobs/[id]/route";
import * as duplicating from "@/app/api/projects/[id]/duplicate/route";
import * as guestList from "@/app/api/projects/[id]/guests/route";
import * as projectJobs from "@/app/api/projects/[id]/jobs/route";
import * as projectRoute from "@/app/api/projects/[id]/route";
import * as formList from "@/app/api/projects/[id]/rsvp-forms/route";
import * as siteList from "@/app/api/projects/[id]/sites/route";
import * as projects from "@/app/api/projects/route";
import { asSystem } from "@/db/client";
import * as s from "@/db/schema";
import { runAsJob } from "@/lib/http/job";
import { createSender } from "@/tests/setup/campaign";
import { call, createUser } from "@/tests/setup/tenant";
import { runDuplicatePiece } from "./mutations";
import { copyId, copyOf } from "./policy";

type Sender = Awaited<ReturnType<typeof createSender>>;
const everything = { guests: true, sites: true, forms: true, campaigns: true, seating: true };

let mine: Sender;
beforeAll(async () => {
  mine = await createSender([
    { firstName: "Ida", household: "Holm" },
    { firstName: "Ulf", household: "Holm" },
    { firstName: "Ebba" },
  ]);
  const tagId = "0198c1f0-0000-7000-8000-00000000a001";
  const { organizationId, projectId, guests } = mine;
  await asSystem("tests make what is copied", async (tx) => {
    await tx.insert(s.guestTags).values({ id: tagId, organizationId, projectId, name: "Family" });
    await tx.insert(s.guestTagAssignments).values({ organizationId, guestId: guests[0]!.id, tagId });
    await tx.update(s.guests).set({ plusOneOf: guests[0]!.id }).where(eq(s.guests.id, guests[1]!.id));
    const question = { organizationId, formId: mine.formId };
    await tx.insert(s.rsvpQuestions).values([
      { ...question, id: "0198c1f0-0000-7000-8000-00000000b001", type: "yes_no", label: "Bus", position: 1 },
      {
        ...question,
        type: "short_text",
        label: "From where",
        position: 2,
        eventId: mine.eventId,
        visibleIf: { questionId: "0198c1f0-0000-7000-8000-00000000b001", op: "equals", value: true },
      },
    ]);
    await tx.insert(s.messagingCampaigns).values({
      organizationId,
      projectId,
      siteId: mine.siteId,
      name: "Save the date",
      channel: "email",
      body: "Dear {{guest.firstName}}",
      status: "sent",
      audience: { tagIds: [tagId] },
    });
  });
});

const ask = (of: Sender, body: object, headers = {}) =>
  call(duplicating.POST, { token: of.token, params: { id: of.projectId }, body, headers });
const piece = (of: Sender, jobId: string) =>
  runAsJob("run-duplicate", of.organizationId, (cx) => runDuplicatePiece(cx, jobId));
async function finish(of: Sender, jobId: string) {
  while (await piece(of, jobId));
  return (await call(one.GET, { token: of.token, params: { id: jobId } })).json;
}
const at = (of: Sender, handler: Parameters<typeof call>[0], id: string) =>
  call(handler, { token: of.token, params: { id } });

describe("a copy", () => {
  it("is a job with progress, and appears when it is whole", async () => {
    const asked = await ask(mine, { name: "Next year", include: everything });
    expect(asked.status).toBe(202);
    expect(asked.headers.get("location")).toBe(`/api/jobs/${asked.json.id}`);
    expect(asked.json).toMatchObject({
      kind: "duplicate",
      status: "queued",
      progress: { done: 0, total: 7 },
    });
    await piece(mine, asked.json.id);
    const listed = await call(projects.GET, { token: mine.token });
    expect(listed.json.data.map(({ name }: { name: string }) => name)).toEqual(["Ada & Luca"]);
    const trash = await call(projects.GET, { token: mine.token, path: "/?deleted=true" });
    expect(trash.json.data).toEqual([]);
    const done = await finish(mine, asked.json.id);
    expect(done).toMatchObject({ status: "done", progress: { done: 7, total: 7 } });
    const { projectId } = done.result;
    const copy = (await at(mine, projectRoute.GET, projectId)).json;
    expect(copy).toMatchObject({ name: "Next year", status: "draft", guestCount: 3, kind: "wedding" });
    const people = (await at(mine, guestList.GET, projectId)).json.data;
    expect(people.map((g: { firstName: string }) => g.firstName).sort()).toEqual(["Ebba", "Ida", "Ulf"]);
    const ida = people.find((g: { firstName: string }) => g.firstName === "Ida");
    expect(ida).toMatchObject({ tags: ["Family"], rsvpStatus: "pending", email: mine.guests[0]!.email });
    const [form] = (await at(mine, formList.GET, projectId)).json.data;
    const [bus, where] = form.questions;
    expect(where.visibleIf.questionId).toBe(bus.id);
    expect(where.eventId).toBe(copyId(asked.json.id, mine.eventId));
    const [site] = (await at(mine, siteList.GET, projectId)).json.data;
    expect(site).toMatchObject({ status: "draft", subdomain: `${mine.subdomain}-copy` });
    const rows = await asSystem("tests look at what was copied", (tx) =>
      tx.execute<{ plus: string; audience: { tagIds: string[] }; status: string; tag: string }>(sql`
        select g.plus_one_of as plus, c.audience, c.status, t.id as tag
          from guests g, messaging_campaigns c, guest_tags t
         where g.project_id = ${projectId} and g.first_name = 'Ulf'
           and c.project_id = ${projectId} and t.project_id = ${projectId}`),
    );
    expect(rows).toMatchObject([{ plus: ida.id, status: "draft", audience: { tagIds: [rows[0]!.tag] } }]);
  });

  it("whose worker is killed anywhere is resumed, with nothing doubled", async () => {
    const of = await createSender(5_000);
    const { json } = await ask(of, { name: "Again", include: everything });
    // Killed before a commit: the piece is gone with how far it was, and is made again.
    for (let kill = 0; kill < 12; kill++) {
      await runAsJob("run-duplicate", of.organizationId, async (cx) => {
        await runDuplicatePiece(cx, json.id);
        throw new Error("killed");
      }).catch(() => undefined);
      // Two workers of one job at once follow one another.
      await Promise.all([piece(of, json.id), piece(of, json.id)]);
    }
    const done = await finish(of, json.id);
    expect(done).toMatchObject({ status: "done", progress: { done: 5_003, total: 5_003 } });
    const copy = await at(of, projectRoute.GET, done.result.projectId);
    expect(copy.json.guestCount).toBe(5_000);
    const [counted] = await asSystem("tests count", (tx) =>
      tx.execute<{ n: number }>(
        sql`select count(*)::int as n from guests where project_id = ${done.result.projectId}`,
      ),
    );
    expect(counted!.n).toBe(5_000);
  });

  it("is made once for a double click, and one at a time from two tabs", async () => {
    const of = await createSender(1);
    const key = { "idempotency-key": "one-click" };
    const body = { name: "Twice", include: {} };
    const clicks = await Promise.all([ask(of, body, key), ask(of, body, key)]);
    expect(new Set(clicks.map(({ json }) => json.id)).size).toBe(1);
    const tab = await ask(of, body);
    expect([tab.status, tab.json.code]).toEqual([409, "duplicate"]);
    expect(tab.json.detail).toBe("A copy of this project is being made already.");
    await finish(of, clicks[0]!.json.id);
    expect((await ask(of, body)).status).toBe(202);
  });

  it("that is cancelled leaves nothing to see, and is listed with its project", async () => {
    const of = await createSender(3);
    const { json } = await ask(of, { name: "No", include: everything });
    await piece(of, json.id);
    const cancelled = await call(cancelling.POST, {
      token: of.token,
      method: "POST",
      params: { id: json.id },
    });
    expect(cancelled.json.status).toBe("cancelled");
    expect(await piece(of, json.id)).toBe(false);
    expect((await call(projects.GET, { token: of.token })).json.total).toBe(1);
    expect((await at(of, projectJobs.GET, of.projectId)).json.data).toMatchObject([
      { id: json.id, title: "No" },
    ]);
    const twice = await call(cancelling.POST, { token: of.token, method: "POST", params: { id: json.id } });
    expect(twice.status).toBe(409);
  });

  it("has the same ids in the database and outside of it", async () => {
    const [jobId, id] = [mine.projectId, mine.siteId];
    const [row] = await asSystem("tests compute", (tx) =>
      tx.execute<{ id: string }>(sql`select ${copyOf(jobId, sql`${id}::uuid`)} as id`),
    );
    expect(row!.id).toBe(copyId(jobId, id));
    expect(row!.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("is not made by a member who sees some projects only: they would never see it", async () => {
    const of = await createSender(1);
    const editor = await createUser("Ben");
    await asSystem("tests narrow a member", (tx) =>
      tx.insert(s.organizationMembers).values({
        ...{ organizationId: of.organizationId, userId: editor.id, email: editor.email },
        ...{ role: "editor", status: "active", projectIds: [of.projectId] },
      }),
    );
    const { status, json } = await call(duplicating.POST, {
      token: editor.token,
      params: { id: of.projectId },
      body: { name: "Mine" },
    });
    expect([status, json.code]).toEqual([403, "forbidden"]);
    expect(json.detail).toMatch(/beyond the projects that you were given/);
    const left = await asSystem("tests look", (tx) =>
      tx.$count(s.projects, eq(s.projects.organizationId, of.organizationId)),
    );
    expect(left).toBe(1);
  });
});
