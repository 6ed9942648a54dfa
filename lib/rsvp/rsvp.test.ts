import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import * as oneSubmission from "@/app/api/rsvp-submissions/[id]/route";
import { asSystem } from "@/db/client";
import {
  answer,
  createEvent,
  createForm,
  createHousehold,
  createInvite,
  createSite,
  statusesOf,
} from "@/tests/setup/household";
import { call, createTenant } from "@/tests/setup/tenant";

const rows = <T extends Record<string, unknown>>(query: ReturnType<typeof sql>) =>
  asSystem("tests look at what was written", async (tx) => [...(await tx.execute<T>(query))]);

let tenant: Awaited<ReturnType<typeof createTenant>>;
let ceremony: string;
let dinner: string;
let form: Awaited<ReturnType<typeof createForm>>;
let meal: string;
let dietary: string;
beforeAll(async () => {
  tenant = await createTenant();
  ceremony = await createEvent(tenant, { name: "Ceremony", startsAt: new Date("2027-06-12T13:00:00Z") });
  dinner = await createEvent(tenant);
  form = await createForm(tenant);
  meal = form.questions.find(({ type }) => type === "meal")!.id;
  dietary = form.questions.find(({ type }) => type === "short_text")!.id;
});

const yes = () => ({ [ceremony]: "attending", [dinner]: "attending" });
const no = () => ({ [ceremony]: "declined", [dinner]: "declined" });

describe("one answer", () => {
  it("speaks for a household in one pass, and is told in the guest list, revision, audit and outbox", async () => {
    const { subdomain } = await createSite(tenant);
    const home = await createHousehold(tenant, ["Ada", "Ben", "Cleo"], [ceremony, dinner]);
    const [ada, ben] = home.guestIds;
    const created = await answer({
      token: home.token,
      formId: form.id,
      responses: [
        { guestId: ada, attendance: yes(), answers: { [meal]: "fish", [dietary]: "no nuts" } },
        { guestId: ben, attendance: { [ceremony]: "maybe", [dinner]: "declined" } },
      ],
      message: "Wonderful",
    });
    expect(created.status, created.text).toBe(201);
    expect(created.headers.get("location")).toBe(`/api/rsvp-submissions/${created.json.id}`);
    expect(created.json).toMatchObject({
      revision: 1,
      source: "guest",
      message: "Wonderful",
      inviteId: home.inviteId,
      editUrl: `http://${subdomain}.localhost:3000/i/${home.token}`,
      responses: [
        { guestId: ada, attendance: yes(), answers: { [meal]: "fish", [dietary]: "no nuts" } },
        { guestId: ben, attendance: { [ceremony]: "maybe", [dinner]: "declined" }, answers: {} },
      ],
    });
    expect(await statusesOf(home.groupId)).toEqual({ Ada: "attending", Ben: "maybe", Cleo: "pending" });
    const [written] = await rows(sql`
      select (select count(*)::int from rsvp_revisions where submission_id = ${created.json.id}) as revisions,
             (select count(*)::int from audit_log where target_id = ${created.json.id}) as audits,
             (select data->>'revision' from outbox where data->>'submissionId' = ${created.json.id}) as told,
             (select use_count from invites where id = ${home.inviteId}) as uses,
             (select count(*)::int from invite_access_logs where invite_id = ${home.inviteId} and action = 'rsvp') as logs`);
    expect(written).toEqual({ revisions: 1, audits: 1, told: "1", uses: 1, logs: 1 });
  });

  it("sent twice, one after the other or at once, is one answer with one revision", async () => {
    const home = await createHousehold(tenant, ["Ada"], [ceremony, dinner]);
    const body = {
      token: home.token,
      formId: form.id,
      responses: [{ guestId: home.guestIds[0], attendance: yes(), answers: { [meal]: "vegan" } }],
      message: "See you",
    };
    const answers = await Promise.all(Array.from({ length: 20 }, () => answer(body)));
    answers.push(await answer(body), await answer(body, { "idempotency-key": "again-0001" }));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ json }) => `${json.id} ${json.revision}`)).size).toBe(1);
    const [count] = await rows(
      sql`select count(*)::int as n from rsvp_revisions where submission_id = ${answers[0]!.json.id}`,
    );
    expect(count).toEqual({ n: 1 });
  });

  it("changed is a new revision; who is left out keeps theirs, and what is said anew replaces what was", async () => {
    const home = await createHousehold(tenant, ["Ada", "Ben"], [ceremony, dinner]);
    const [ada, ben] = home.guestIds;
    const first = await answer({
      token: home.token,
      formId: form.id,
      responses: [
        { guestId: ada, attendance: yes(), answers: { [meal]: "fish", [dietary]: "no nuts" } },
        { guestId: ben, attendance: yes(), answers: { [meal]: "meat" } },
      ],
    });
    const second = await answer({
      token: home.token,
      formId: form.id,
      responses: [{ guestId: ada, attendance: { [dinner]: "declined" }, answers: { [meal]: "vegan" } }],
    });
    expect(second.json).toMatchObject({
      id: first.json.id,
      revision: 2,
      responses: [
        {
          guestId: ada,
          attendance: { [ceremony]: "attending", [dinner]: "declined" },
          answers: { [meal]: "vegan" },
        },
        { guestId: ben, attendance: yes(), answers: { [meal]: "meat" } },
      ],
    });
    const detail = await call(oneSubmission.GET, { token: tenant.token, params: { id: first.json.id } });
    expect(detail.json.revisions.map(({ number }: { number: number }) => number)).toEqual([2, 1]);
    expect(detail.json.answers).toHaveLength(2);
    expect(detail.json.answers).toContainEqual(
      expect.objectContaining({ guestId: ada, questionId: meal, value: "vegan", revision: 2 }),
    );
  });

  it("by two links of overlapping guests is one answer of each guest", async () => {
    const home = await createHousehold(tenant, ["Ada", "Ben"], [dinner]);
    const [ada, ben] = home.guestIds;
    const own = await createInvite(tenant, { guestId: ben });
    const say = (token: string, guestId: string, attendance: string, dish: string) =>
      answer({
        token,
        formId: form.id,
        responses: [{ guestId, attendance: { [dinner]: attendance }, answers: { [meal]: dish } }],
      });
    await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        i % 2 ? say(home.token, ben!, "attending", "fish") : say(own.token, ben!, "attending", "meat"),
      ),
    );
    const last = await say(own.token, ben!, "attending", "vegan");
    expect(last.status).toBe(201);
    const answers = await rows(sql`
      select value from rsvp_answers where guest_id = ${ben} and question_id = ${meal}`);
    expect(answers).toEqual([{ value: "vegan" }]);
    const stranger = await say(own.token, ada!, "attending", "fish");
    expect(stranger.json).toMatchObject({ code: "unprocessable", errors: [{ path: "responses.0.guestId" }] });
    expect(await statusesOf(home.groupId)).toEqual({ Ada: "pending", Ben: "attending" });
  });

  it("keeps hostile texts as text, and drops what no database can keep", async () => {
    const home = await createHousehold(tenant, ["Ada"], [dinner]);
    const nasty = `<script>alert(1)</script>'; drop table guests; -- {{invite.url}} =cmd|' /C calc'!A0 \u202e`;
    const created = await answer({
      token: home.token,
      formId: form.id,
      responses: [
        {
          guestId: home.guestIds[0],
          attendance: { [dinner]: "attending" },
          answers: { [dietary]: `${nasty}\u0000\ud800` },
        },
      ],
      message: `${nasty}\ud800`,
    });
    expect(created.status, created.text).toBe(201);
    expect(created.json.message).toBe(`${nasty}\ufffd`);
    expect(created.json.responses[0].answers[dietary]).toBe(`${nasty}\ufffd`);
  });
});

describe("an answer is refused, and nothing is changed", () => {
  const cases: [string, (ada: string) => object, object][] = [
    [
      "for somebody else",
      () => ({ responses: [{ guestId: "0198c1f0-0000-7000-8000-000000000000" }] }),
      { status: 422, path: "responses.0.guestId" },
    ],
    [
      "for one person twice",
      (ada) => ({
        responses: [
          { guestId: ada, attendance: yes() },
          { guestId: ada, attendance: no() },
        ],
      }),
      { status: 422, path: "responses.1.guestId" },
    ],
    [
      "without a word of coming",
      (ada) => ({ responses: [{ guestId: ada, answers: { [dietary]: "x" } }] }),
      { status: 422 },
    ],
    [
      "with an option that is not offered",
      (ada) => ({ responses: [{ guestId: ada, attendance: yes(), answers: { [meal]: "unicorn" } }] }),
      { status: 422 },
    ],
    [
      "with a question of no form",
      (ada) => ({
        responses: [
          {
            guestId: ada,
            attendance: yes(),
            answers: { "0198c1f0-0000-7000-8000-000000000000": "x" },
          },
        ],
      }),
      { status: 422 },
    ],
    [
      "with a plus-one where there is no place",
      (ada) => ({
        responses: [{ guestId: ada, attendance: yes() }, { plusOne: { firstName: "Zoe" } }],
      }),
      { status: 422, path: "responses.1.plusOne" },
    ],
    ["with nobody", () => ({ responses: [] }), { status: 400 }],
    ["with an unknown field", (ada) => ({ responses: [{ guestId: ada, attending: true }] }), { status: 400 }],
    [
      "with attendance nobody knows",
      (ada) => ({ responses: [{ guestId: ada, attendance: { [dinner]: "waitlisted" } }] }),
      { status: 400 },
    ],
    [
      "to a form that is not there",
      (ada) => ({
        formId: "0198c1f0-0000-7000-8000-000000000000",
        responses: [{ guestId: ada, attendance: yes() }],
      }),
      { status: 400, path: "formId" },
    ],
    [
      "with a text that never ends",
      (ada) => ({
        responses: [{ guestId: ada, attendance: yes(), answers: { [dietary]: "x".repeat(501) } }],
      }),
      { status: 422 },
    ],
  ];
  it.each(cases)("%s", async (_, body, expected) => {
    const home = await createHousehold(tenant, ["Ada"], [ceremony, dinner]);
    const refused = await answer({ token: home.token, formId: form.id, ...body(home.guestIds[0]!) });
    const { status, path } = expected as { status: number; path?: string };
    expect(refused.status, refused.text).toBe(status);
    if (path) expect(refused.json.errors[0].path).toBe(path);
    expect(await statusesOf(home.groupId)).toEqual({ Ada: "pending" });
    const left = await rows(sql`select id from rsvp_submissions where invite_id = ${home.inviteId}`);
    expect(left).toEqual([]);
  });

  it("for an event the guest is not invited to, even of the same project", async () => {
    const home = await createHousehold(tenant, ["Ada"], [ceremony]);
    const refused = await answer({
      token: home.token,
      formId: form.id,
      responses: [{ guestId: home.guestIds[0], attendance: yes() }],
    });
    expect(refused.json).toMatchObject({
      code: "unprocessable",
      errors: [{ path: `responses.0.attendance.${dinner}` }],
    });
  });

  it("by a token that is unknown, withdrawn or expired, all of them told apart from a problem of the answer", async () => {
    const unknown = await answer({ token: "nobody", formId: form.id, responses: [{ guestId: form.id }] });
    expect([unknown.status, unknown.json.code]).toEqual([404, "not_found"]);
    const home = await createHousehold(tenant, ["Ada"], [dinner]);
    const body = {
      token: home.token,
      formId: form.id,
      responses: [{ guestId: home.guestIds[0], attendance: { [dinner]: "attending" } }],
    };
    await asSystem("tests let time pass", (tx) =>
      tx.execute(sql`update invites set expires_at = now() - interval '1 s' where id = ${home.inviteId}`),
    );
    expect((await answer(body)).json).toMatchObject({ status: 410, code: "expired" });
    await asSystem("tests withdraw a link", (tx) =>
      tx.execute(sql`update invites set status = 'revoked' where id = ${home.inviteId}`),
    );
    expect((await answer(body)).json).toMatchObject({ status: 410, code: "revoked" });
    const denied = await rows(
      sql`select action from invite_access_logs where invite_id = ${home.inviteId} and action = 'denied'`,
    );
    expect(denied).toHaveLength(2);
  });
});
