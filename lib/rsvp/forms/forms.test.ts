import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { beforeAll, describe, expect, it } from "vitest";
import * as all from "@/app/api/projects/[id]/rsvp-forms/route";
import * as questions from "@/app/api/rsvp-forms/[id]/questions/route";
import * as one from "@/app/api/rsvp-forms/[id]/route";
import * as oneQuestion from "@/app/api/rsvp-questions/[id]/route";
import * as oneSubmission from "@/app/api/rsvp-submissions/[id]/route";
import { asSystem } from "@/db/client";
import { answer, createEvent, createForm, createHousehold } from "@/tests/setup/household";
import { addMember, call, createTenant, createUser } from "@/tests/setup/tenant";

let tenant: Awaited<ReturnType<typeof createTenant>>;
beforeAll(async () => {
  tenant = await createTenant();
});

const create = (body: object) =>
  call(all.POST, {
    token: tenant.token,
    params: { id: tenant.projectId },
    body: { name: "Answers", ...body },
  });
const put = (id: string, body: object, headers: Record<string, string> = {}) =>
  call(one.PUT, { method: "PUT", token: tenant.token, params: { id }, body, headers });
const text = (label: string, more: object = {}) => ({ type: "short_text", label, ...more });

describe("a form", () => {
  it("without questions asks for attendance, the meal and what cannot be eaten", async () => {
    const created = await create({});
    expect(created.status, created.text).toBe(201);
    expect(created.headers.get("location")).toBe(`/api/rsvp-forms/${created.json.id}`);
    expect(created.json.questions.map(({ type }: { type: string }) => type)).toEqual([
      "attendance",
      "meal",
      "short_text",
    ]);
    expect(created.json).toMatchObject({ allowEdits: true, eventIds: null, version: 1, graceHours: 0 });
  });

  it("keeps its questions by id, adds, changes and removes; answers survive with their wording", async () => {
    const eventId = await createEvent(tenant);
    const form = await createForm(tenant, { questions: [text("Song"), text("Bus"), text("Hotel")] });
    const [song, bus, hotel] = form.questions;
    const home = await createHousehold(tenant, ["Ada"], [eventId]);
    const said = await answer({
      token: home.token,
      formId: form.id,
      responses: [
        {
          guestId: home.guestIds[0],
          attendance: { [eventId]: "attending" },
          answers: { [song!.id]: "Volare", [bus!.id]: "No" },
        },
      ],
    });
    const changed = await put(
      form.id,
      { questions: [{ ...hotel }, text("Shoes"), { ...song, label: "Favourite song" }] },
      { "if-match": '"1"' },
    );
    expect(changed.status, changed.text).toBe(200);
    expect(changed.json.version).toBe(2);
    expect(changed.json.questions.map(({ label }: { label: string }) => label)).toEqual([
      "Favourite song",
      "Shoes",
      "Hotel",
    ]);
    expect(changed.json.questions[0].id).toBe(song!.id);
    const detail = await call(oneSubmission.GET, { token: tenant.token, params: { id: said.json.id } });
    expect(detail.json.answers).toEqual([
      expect.objectContaining({ question: "Song", questionId: song!.id, value: "Volare" }),
      expect.objectContaining({ question: "Bus", questionId: null, value: "No" }),
    ]);
    expect((await put(form.id, { name: "x" }, { "if-match": '"1"' })).json.code).toBe("stale");
    expect((await put(form.id, { name: "Only the name" })).json).toMatchObject({
      name: "Only the name",
      questions: [{ id: song!.id }, {}, { id: hotel!.id }],
    });
  });

  it("may name its new questions, so that others can hang on them, and gets ids of ours", async () => {
    const name = uuidv7();
    const created = await create({
      questions: [
        { id: name, type: "yes_no", label: "Bus?" },
        text("Where from?", { visibleIf: { questionId: name, op: "equals", value: true } }),
      ],
    });
    expect(created.status, created.text).toBe(201);
    const [bus, stop] = created.json.questions;
    expect(bus.id).not.toBe(name);
    expect(stop.visibleIf).toEqual({ questionId: bus.id, op: "equals", value: true });
    const other = await create({ questions: created.json.questions });
    expect(other.json.questions[1].visibleIf.questionId).toBe(other.json.questions[0].id);
    expect(other.json.questions[0].id).not.toBe(bus.id);
    // Taking a question of another form along changes nothing there.
    await put(other.json.id, { questions: [{ ...bus, label: "Stolen" }] });
    const still = await call(one.GET, { token: tenant.token, params: { id: created.json.id } });
    expect(still.json.questions[0].label).toBe("Bus?");
  });

  const stranger = uuidv7();
  it.each([
    ["a choice without options", [{ type: "single_choice", label: "Q" }], "questions.0.options"],
    ["options of a text", [text("Q", { options: [{ value: "a" }] })], "questions.0.options"],
    [
      "the same option twice",
      [{ type: "meal", label: "Q", options: [{ value: "a" }, { value: "a" }] }],
      "questions.0.options",
    ],
    ["an event of nobody", [text("Q", { eventId: stranger })], "questions.0.eventId"],
    [
      "a condition on a question of nobody",
      [text("Q", { visibleIf: { questionId: stranger, op: "answered" } })],
      "questions.0.visibleIf.questionId",
    ],
    [
      "a condition on a later question",
      [text("Q", { visibleIf: { questionId: stranger, op: "answered" } }), text("Later", { id: stranger })],
      "questions.0.visibleIf.questionId",
    ],
    [
      "a condition that cannot be met",
      [
        { id: stranger, type: "meal", label: "Q", options: [{ value: "a" }] },
        text("Q", { visibleIf: { questionId: stranger, op: "equals", value: "b" } }),
      ],
      "questions.1.visibleIf.value",
    ],
    ["a type of nobody", [{ type: "essay", label: "Q" }], "questions.0.type"],
    ["no label", [{ type: "short_text", label: "" }], "questions.0.label"],
    ["an unknown field", [text("Q", { colour: "red" })], "questions.0.colour"],
  ])("is refused with %s", async (_, list, path) => {
    const refused = await create({ questions: list });
    expect([refused.status, refused.json.errors?.[0]?.path]).toEqual([400, path]);
  });

  it("is refused with events of another project, and when it closes before it opens", async () => {
    const foreign = await createEvent(await createTenant());
    expect((await create({ eventIds: [foreign] })).json.errors[0].path).toBe("eventIds.0");
    const opensAt = "2027-05-01T00:00:00Z";
    expect((await create({ opensAt, closesAt: opensAt })).json.errors[0].path).toBe("closesAt");
  });

  it("gets and loses single questions; conditions on a lost one hide nothing", async () => {
    const form = await createForm(tenant, { questions: [{ type: "yes_no", label: "Bus?" }] });
    const add = (body: object) =>
      call(questions.POST, { token: tenant.token, params: { id: form.id }, body });
    const [bus] = form.questions;
    const stop = await add(
      text("Where?", { visibleIf: { questionId: bus!.id, op: "equals", value: "yes" } }),
    );
    expect(stop.status, stop.text).toBe(201);
    expect(stop.json.position).toBe(2);
    const broken = await add(text("Too early", { position: 0, visibleIf: stop.json.visibleIf }));
    expect(broken.json.errors[0].path).toBe("visibleIf.questionId");
    const remove = { method: "DELETE", token: tenant.token, params: { id: bus!.id } };
    expect((await call(oneQuestion.DELETE, remove)).status).toBe(204);
    expect((await call(oneQuestion.DELETE, remove)).status).toBe(404);
    const left = await call(one.GET, { token: tenant.token, params: { id: form.id } });
    expect(left.json).toMatchObject({ version: 3, questions: [{ id: stop.json.id, visibleIf: null }] });
  });

  it("is deleted softly and listed no more; viewers may read and not write", async () => {
    const form = await createForm(tenant);
    const viewer = await createUser();
    await addMember(tenant.organizationId, viewer, "viewer");
    const params = { id: form.id };
    expect((await call(one.GET, { token: viewer.token, params })).status).toBe(200);
    expect((await call(one.DELETE, { method: "DELETE", token: viewer.token, params })).status).toBe(403);
    expect((await call(one.DELETE, { method: "DELETE", token: tenant.token, params })).status).toBe(204);
    expect((await call(one.GET, { token: tenant.token, params })).status).toBe(404);
    const list = await call(all.GET, {
      token: tenant.token,
      params: { id: tenant.projectId },
      path: "/?limit=200",
    });
    expect(list.json.data.map(({ id }: { id: string }) => id)).not.toContain(form.id);
    const [kept] = await asSystem("tests look", (tx) =>
      tx.execute(sql`select count(*)::int as n from rsvp_questions where form_id = ${form.id}`),
    );
    expect(kept).toEqual({ n: 3 });
  });
});
