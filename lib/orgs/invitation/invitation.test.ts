import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as pass from "@/app/api/door-passes/[id]/route";
import * as join from "@/app/api/join/[token]/route";
import * as resend from "@/app/api/members/[id]/resend/route";
import * as member from "@/app/api/members/[id]/route";
import * as passes from "@/app/api/orgs/[id]/door-passes/route";
import * as invite from "@/app/api/orgs/[id]/invite/route";
import * as members from "@/app/api/orgs/[id]/members/route";
import { organizationInvitations } from "@/db/schema";
import { startInbox } from "@/tests/setup/inbox";
import { system } from "@/tests/setup/sign-in";
import { addMember, call, createTenant, createUser } from "@/tests/setup/tenant";
import { sendInvitation } from "./mutations";

let inbox: Awaited<ReturnType<typeof startInbox>>;
let mine: Awaited<ReturnType<typeof createTenant>>;
beforeAll(async () => {
  inbox = await startInbox();
  mine = await createTenant();
});
afterAll(() => inbox.close());

/** Invites somebody who has an account, and reads the link out of their mail. */
async function invited(role = "editor", more: object = {}) {
  const person = await createUser();
  const { json } = await call(invite.POST, {
    token: mine.token,
    params: { id: mine.organizationId },
    body: { email: person.email, role, ...more },
  });
  const send = () =>
    sendInvitation({ organizationId: mine.organizationId, memberId: json.id, inviterId: mine.owner.id });
  await send();
  const letter = await inbox.newestTo(person.email);
  return { ...person, memberId: json.id as string, link: /\/join\/(\w+)/.exec(letter.text)![1]!, send };
}

const accept = (token: string, link: string) =>
  call(join.POST, { method: "POST", token, params: { token: link } });
const read = (link: string) => call(join.GET, { params: { token: link } });
const expire = (memberId: string) =>
  system((tx) =>
    tx
      .update(organizationInvitations)
      .set({ expiresAt: sql`now() - interval '1 second'` as never })
      .where(eq(organizationInvitations.memberId, memberId)),
  );

describe("an invitation by mail", () => {
  it("says what it is without a session, uses nothing up by that, and is accepted once", async () => {
    const guest = await invited();
    for (let i = 0; i < 3; i++) {
      expect((await read(guest.link)).json).toMatchObject({
        ...{ organization: "Vance & Rossi", inviter: "Ada Vance", role: "editor" },
        ...{ email: guest.email, state: "open" },
      });
    }
    const joined = await accept(guest.token, guest.link);
    expect([joined.status, joined.json.status, joined.json.role]).toEqual([201, "active", "editor"]);
    const again = await accept(guest.token, guest.link);
    expect([again.status, again.json.organizationId]).toEqual([409, mine.organizationId]);
    expect((await read(guest.link)).json.state).toBe("used");
  });

  it("is won by one of 200 acceptances at once", async () => {
    const guest = await invited();
    const answers = await Promise.all(Array.from({ length: 200 }, () => accept(guest.token, guest.link)));
    const count = (status: number) => answers.filter((answer) => answer.status === status).length;
    expect([count(201), count(409)]).toEqual([1, 199]);
  });

  it("has a sentence for each way it can fail", async () => {
    const stranger = await createUser();
    const foreign = await invited();
    const wrongPerson = await accept(stranger.token, foreign.link);
    expect([wrongPerson.status, wrongPerson.json.code]).toEqual([403, "forbidden"]);
    expect(wrongPerson.json.detail).toContain(foreign.email);

    const late = await invited();
    await expire(late.memberId);
    expect((await accept(late.token, late.link)).json).toMatchObject({ status: 410, code: "expired" });

    const withdrawn = await invited();
    await call(member.DELETE, { method: "DELETE", token: mine.token, params: { id: withdrawn.memberId } });
    expect((await accept(withdrawn.token, withdrawn.link)).json).toMatchObject({
      status: 410,
      code: "revoked",
    });
    expect((await read(withdrawn.link)).json.state).toBe("withdrawn");

    expect((await accept(stranger.token, "nonsense")).status).toBe(404);
    expect((await read("nonsense")).status).toBe(404);
  });

  it("that expired is opened again by sending it again, with the same link and a new mail", async () => {
    const guest = await invited();
    await expire(guest.memberId);
    const again = () =>
      call(resend.POST, { method: "POST", token: mine.token, params: { id: guest.memberId } });
    const answer = await again();
    expect(answer.status).toBe(200);
    expect(Date.parse(answer.json.invitationExpiresAt)).toBeGreaterThan(Date.now());
    await guest.send();
    await guest.send();
    const letter = await inbox.newestTo(guest.email, 2);
    expect(letter.text).toContain(guest.link);
    expect((await accept(guest.token, guest.link)).status).toBe(201);
    expect((await again()).json.code).toBe("conflict");
  });
});

describe("a door pass", () => {
  const make = (body: object) =>
    call(passes.POST, {
      token: mine.token,
      params: { id: mine.organizationId },
      body: { role: "door", expiresAt: new Date(Date.now() + 3_600_000).toISOString(), ...body },
    });
  const linkOf = (url: string) => url.split("/").at(-1)!;

  it("lets in as many as it has places, of 200 who scan at once, narrowed and until it ends", async () => {
    const made = await make({ maxUses: 1, projectIds: [mine.projectId], name: "Main door" });
    expect([made.status, made.json.state]).toEqual([201, "open"]);
    expect(made.json.svg).toMatch(/^<svg/);
    const people = await Promise.all(Array.from({ length: 20 }, () => createUser()));
    const link = linkOf(made.json.url);
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, i) => accept(people[i % 20]!.token, link)),
    );
    const won = answers.filter(({ status }) => status === 201);
    expect(won).toHaveLength(1);
    expect(won[0]!.json).toMatchObject({
      ...{ role: "door", projectIds: [mine.projectId], expiresAt: made.json.expiresAt },
    });
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(199);
    const list = await call(members.GET, {
      token: mine.token,
      params: { id: mine.organizationId },
      path: "/?role=door",
    });
    expect(list.json.total).toBe(1);
  });

  it("is shown again to whoever may invite, and lets nobody in when withdrawn", async () => {
    const made = await make({ role: "door_supervisor" });
    const viewer = await createUser();
    await addMember(mine.organizationId, viewer, "viewer");
    const list = (token: string) => call(passes.GET, { token, params: { id: mine.organizationId } });
    expect((await list(viewer.token)).status).toBe(403);
    expect((await list(mine.token)).json.data[0]).toMatchObject({ id: made.json.id, url: made.json.url });
    await call(pass.DELETE, { method: "DELETE", token: mine.token, params: { id: made.json.id } });
    const person = await createUser();
    expect((await accept(person.token, linkOf(made.json.url))).json.code).toBe("revoked");
    expect((await list(mine.token)).json.data[0]).toMatchObject({ state: "withdrawn", url: null, svg: null });
  });

  it("refuses an end that is past, and what is not the organization's", async () => {
    const stranger = await createTenant();
    expect((await make({ expiresAt: "2020-01-01T00:00:00Z" })).json.errors[0].path).toBe("expiresAt");
    expect((await make({ projectIds: [stranger.projectId] })).json.errors[0].path).toBe("projectIds");
    expect((await make({ role: "viewer" })).status).toBe(400);
  });
});
