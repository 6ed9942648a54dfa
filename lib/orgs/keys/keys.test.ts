import { eq, sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import * as key from "@/app/api/api-keys/[id]/route";
import * as me from "@/app/api/auth/me/route";
import * as keys from "@/app/api/orgs/[id]/api-keys/route";
import * as invite from "@/app/api/orgs/[id]/invite/route";
import * as transfer from "@/app/api/orgs/[id]/transfer/route";
import * as guests from "@/app/api/projects/[id]/guests/route";
import * as project from "@/app/api/projects/[id]/route";
import * as projects from "@/app/api/projects/route";
import { apiKeys, auditLog } from "@/db/schema";
import { somebody, system } from "@/tests/setup/sign-in";
import { addMember, call, createTenant, createUser } from "@/tests/setup/tenant";

let mine: Awaited<ReturnType<typeof createTenant>>;
let other: Awaited<ReturnType<typeof createTenant>>;
beforeAll(async () => {
  [mine, other] = [await createTenant(), await createTenant()];
});

const make = (scopes: string[], more: object = {}, token = mine.token) =>
  call(keys.POST, {
    token,
    params: { id: mine.organizationId },
    body: { name: "Accounting", scopes, ...more },
  });
const read = (token: string, id = mine.projectId) => call(project.GET, { token, params: { id } });
const drop = (id: string, token = mine.token) =>
  call(key.DELETE, { method: "DELETE", token, params: { id } });

it("opens what its scopes say: 403 outside of them, 404 in another organization, 401 once revoked", async () => {
  const made = await make(["projects:read", "guests:write"]);
  expect([made.status, made.json.prefix]).toEqual([201, made.json.key.slice(0, 9)]);
  expect(made.json.key).toMatch(/^eios_[\w-]{32}$/);
  const token = made.json.key;
  expect((await read(token)).status).toBe(200);
  expect((await read(token, other.projectId)).status).toBe(404);
  expect((await call(projects.GET, { token })).json.data.map(({ id }: { id: string }) => id)).toEqual([
    mine.projectId,
  ]);
  const guest = await call(guests.POST, {
    token,
    params: { id: mine.projectId },
    body: { firstName: "Eva" },
  });
  expect(guest.status).toBe(201);
  const beyond = await call(guests.GET, { token, params: { id: mine.projectId } });
  expect([beyond.status, beyond.json.detail]).toEqual([403, "This key does not have the scope guests:read."]);
  expect((await call(me.GET, { token })).json.code).toBe("forbidden");
  const [row] = await system((tx) => tx.select().from(apiKeys).where(eq(apiKeys.id, made.json.id)));
  expect(row!.lastUsedAt).not.toBeNull();
  expect(JSON.stringify(row)).not.toContain(token);
  const [audited] = await system((tx) =>
    tx.select().from(auditLog).where(eq(auditLog.targetId, guest.json.id)),
  );
  expect(audited).toMatchObject({ actorKind: "apiKey", actorId: made.json.id, actorName: "Accounting" });
  expect((await drop(made.json.id)).status).toBe(204);
  expect([(await read(token)).status, (await drop(made.json.id)).status]).toEqual([401, 404]);
});

it("ends at its time", async () => {
  const made = await make(["projects:read"], { expiresAt: new Date(Date.now() + 60_000).toISOString() });
  expect((await read(made.json.key)).status).toBe(200);
  await system((tx) =>
    tx
      .update(apiKeys)
      .set({ expiresAt: sql`now() - interval '1 millisecond'` as never })
      .where(eq(apiKeys.id, made.json.id)),
  );
  expect((await read(made.json.key)).status).toBe(401);
});

it("cannot give itself or others more than it has", async () => {
  const token = (await make(["keys:write", "members:write", "org:read"])).json.key;
  expect((await make(["projects:read"], {}, token)).json.code).toBe("forbidden");
  expect((await make(["org:read"], {}, token)).status).toBe(201);
  const give = (role: string) =>
    call(invite.POST, { token, params: { id: mine.organizationId }, body: { email: somebody(), role } });
  expect([(await give("owner")).status, (await give("viewer")).status, (await give("door")).status]).toEqual([
    403, 403, 201,
  ]);
  expect((await make(["org:transfer"])).json.code).toBe("invalid");
  const body = { memberId: mine.organizationId };
  expect((await call(transfer.POST, { token, params: { id: mine.organizationId }, body })).status).toBe(403);
});

it("is changed under If-Match, listed without its secret, and closed to editors", async () => {
  const made = await make(["projects:read"]);
  const change = (version: string) =>
    call(key.PATCH, {
      method: "PATCH",
      token: mine.token,
      params: { id: made.json.id },
      body: { name: "Books", scopes: ["guests:read"] },
      headers: { "if-match": version },
    });
  expect((await change('"1"')).json).toMatchObject({ name: "Books", version: 2, scopes: ["guests:read"] });
  expect((await change('"1"')).status).toBe(412);
  expect((await read(made.json.key)).status).toBe(403);
  const list = await call(keys.GET, { token: mine.token, params: { id: mine.organizationId } });
  expect(list.text).not.toMatch(/tokenHash|"key"/);
  const editor = await createUser();
  await addMember(mine.organizationId, editor, "editor");
  expect((await make(["projects:read"], {}, editor.token)).status).toBe(403);
  expect((await drop(made.json.id, other.token)).status).toBe(404);
});

it.each([
  [[], "scopes"],
  [["everything"], "scopes.0"],
  [["projects:read"], "expiresAt"],
])("refuses the scopes %o", async (scopes, path) => {
  const answer = await make(scopes, path === "expiresAt" ? { expiresAt: "2020-01-01T00:00:00Z" } : {});
  expect([answer.status, answer.json.errors[0].path]).toEqual([400, path]);
});
