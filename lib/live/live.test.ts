import { once } from "node:events";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import * as key from "@/app/api/api-keys/[id]/route";
import * as me from "@/app/api/auth/me/route";
import * as session from "@/app/api/auth/sessions/[id]/route";
import * as others from "@/app/api/auth/sessions/end-others/route";
import * as sessions from "@/app/api/auth/sessions/route";
import * as member from "@/app/api/members/[id]/route";
import * as keys from "@/app/api/orgs/[id]/api-keys/route";
import * as live from "@/app/api/projects/[id]/live/route";
import { organizationMembers, sessions as sessionRows } from "@/db/schema";
import { endConnections, pokeRoom } from "@/lib/clients/realtime";
import { tokenHash } from "@/lib/tenancy/session";
import { startRooms } from "@/tests/setup/rooms";
import { system } from "@/tests/setup/sign-in";
import { addMember, call, createTenant, createUser } from "@/tests/setup/tenant";

let rooms: Awaited<ReturnType<typeof startRooms>>;
let mine: Awaited<ReturnType<typeof createTenant>>;
beforeAll(async () => {
  rooms = await startRooms();
});
afterAll(() => rooms.stop());
beforeEach(async () => {
  mine = await createTenant();
});

const ticket = (token: string, id = mine.projectId) => call(live.GET, { token, params: { id } });

/** Connects with a ticket; `closed` settles with the code by which the room closed. */
async function enter(url: string) {
  const socket = new WebSocket(url);
  const closed = once(socket, "close").then(([code]) => code as number);
  const opened = once(socket, "open").then(
    () => true,
    () => false,
  );
  return { socket, closed, opened: await opened };
}

/** Waits until the room has let somebody in for good: it hears a poke. */
async function heard(socket: WebSocket) {
  const message = once(socket, "message");
  await pokeRoom(mine.projectId, ["guests"]);
  return String((await message)[0]);
}

async function another(person: { id: string }) {
  const token = `second-${person.id}`;
  const [row] = await system((tx) =>
    tx
      .insert(sessionRows)
      .values({
        userId: person.id,
        sessionToken: tokenHash(token),
        expires: new Date(Date.now() + 3_600_000),
      })
      .returning(),
  );
  return { token, id: row!.id };
}

describe("a live room", () => {
  it("lets in by ticket and tells what changed", async () => {
    const { socket, opened } = await enter((await ticket(mine.token)).json.url);
    expect(opened).toBe(true);
    expect(await heard(socket)).toBe('{"topics":["guests"]}');
    socket.close();
  });

  it("closes on the session that was ended, and on no other", async () => {
    const second = await another(mine.owner);
    const here = await enter((await ticket(mine.token)).json.url);
    const there = await enter((await ticket(second.token)).json.url);
    await Promise.all([heard(here.socket), there.opened]);
    const unused = (await ticket(second.token)).json.url;
    const answer = await call(session.DELETE, {
      method: "DELETE",
      token: mine.token,
      params: { id: second.id },
    });
    expect([answer.status, await there.closed]).toEqual([204, 4401]);
    expect((await call(me.GET, { token: second.token })).status).toBe(401);
    // A ticket that was made before and not used opens nothing for long either.
    expect(await (await enter(unused)).closed).toBe(4401);
    expect(here.socket.readyState).toBe(WebSocket.OPEN);
    here.socket.close();
  });

  it("lets nobody in by a ticket of the moment of the end, though clocks are read a little apart", async () => {
    const second = await another(mine.owner);
    const { url } = (await ticket(second.token)).json;
    await endConnections(mine.owner.id, { sessionIds: [second.id] }, new Date(Date.now() - 500));
    expect(await (await enter(url)).closed).toBe(4401);
  });

  it("closes on a removed member, and on a key that was revoked", async () => {
    const editor = await createUser();
    await addMember(mine.organizationId, editor, "editor");
    const [row] = await system((tx) =>
      tx
        .select()
        .from(organizationMembers)
        .where(
          and(
            eq(organizationMembers.organizationId, mine.organizationId),
            eq(organizationMembers.userId, editor.id),
          ),
        ),
    );
    const made = await call(keys.POST, {
      token: mine.token,
      params: { id: mine.organizationId },
      body: { name: "Screen", scopes: ["live:read"] },
    });
    const theirs = await enter((await ticket(editor.token)).json.url);
    const program = await enter((await ticket(made.json.key)).json.url);
    expect([theirs.opened, program.opened]).toEqual([true, true]);
    await call(member.DELETE, { method: "DELETE", token: mine.token, params: { id: row!.id } });
    expect(await theirs.closed).toBe(4401);
    expect((await ticket(editor.token)).status).toBe(404);
    expect(program.socket.readyState).toBe(WebSocket.OPEN);
    await call(key.DELETE, { method: "DELETE", token: mine.token, params: { id: made.json.id } });
    expect(await program.closed).toBe(4401);
  });

  it("ends a connection when the membership ends", async () => {
    const door = await createUser();
    await addMember(mine.organizationId, door, "viewer");
    await system((tx) =>
      tx
        .update(organizationMembers)
        .set({ expiresAt: new Date(Date.now() + 5_000) })
        .where(eq(organizationMembers.userId, door.id)),
    );
    const { closed } = await enter((await ticket(door.token)).json.url);
    expect(await closed).toBe(4408);
    await expect.poll(async () => (await ticket(door.token)).status).toBe(404);
  });

  it("is closed to forged calls", async () => {
    for (const party of ["live", "people"]) {
      const answer = await fetch(`${process.env.PARTYKIT_HOST}/parties/${party}/${mine.owner.id}`, {
        method: "POST",
        headers: { "x-eios-signature": "00".repeat(32) },
        body: JSON.stringify({ end: { person: mine.owner.id, at: Date.now() } }),
      });
      expect(answer.status).toBe(401);
    }
  });
});

describe("sessions", () => {
  it("are listed with their device, and ended one by one or all others, one's own only", async () => {
    const second = await another(mine.owner);
    const third = await another({ id: (await createUser()).id });
    const list = await call(sessions.GET, { token: mine.token });
    expect(list.json.data).toHaveLength(2);
    expect(list.json.data.filter(({ current }: { current: boolean }) => current)).toHaveLength(1);
    expect(list.text).not.toContain("ession_token");
    const end = (id: string) => call(session.DELETE, { method: "DELETE", token: mine.token, params: { id } });
    expect([(await end(third.id)).status, (await end("nonsense")).status]).toEqual([404, 404]);
    const rest = () => call(others.POST, { method: "POST", token: mine.token });
    expect([(await rest()).json, (await rest()).json]).toEqual([{ ended: 1 }, { ended: 0 }]);
    expect((await call(me.GET, { token: second.token })).status).toBe(401);
    expect((await call(me.GET, { token: third.token })).status).toBe(200);
  });
});
