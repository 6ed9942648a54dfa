import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { asSystem } from "@/db/client";
import { organizationMembers, organizations, projects, sessions, users } from "@/db/schema";
import type { Role } from "@/db/schema/organizations";
import type { LimitKey } from "@/lib/entitlements/policy";
import { tokenHash } from "@/lib/tenancy/session";

type RouteHandler = (
  request: Request,
  context?: { params: Promise<Record<string, string>> },
) => Promise<Response>;

/** A person who is signed in. */
export async function createUser(name = "Ada Vance") {
  const id = uuidv7();
  const token = randomBytes(32).toString("base64url");
  const email = `${id}@example.com`;
  await asSystem("tests make their own people", async (tx) => {
    await tx.insert(users).values({ id, email, name });
    await tx
      .insert(sessions)
      .values({ userId: id, sessionToken: tokenHash(token), expires: new Date(Date.now() + 3_600_000) });
  });
  return { id, email, name, token };
}

export async function addMember(organizationId: string, user: { id: string; email: string }, role: Role) {
  await asSystem("tests make their own members", (tx) =>
    tx.insert(organizationMembers).values({
      organizationId,
      userId: user.id,
      email: user.email,
      role,
      status: "active",
    }),
  );
}

/** An organization of its own with an owner and a wedding: each suite makes one. */
export async function createTenant() {
  const owner = await createUser();
  const organizationId = uuidv7();
  const projectId = uuidv7();
  await asSystem("tests make their own tenant", async (tx) => {
    await tx
      .insert(organizations)
      .values({ id: organizationId, name: "Vance & Rossi", slug: organizationId });
    await tx.insert(organizationMembers).values({
      organizationId,
      userId: owner.id,
      email: owner.email,
      role: "owner",
      status: "active",
    });
    await tx.insert(projects).values({
      id: projectId,
      organizationId,
      name: "Ada & Luca",
      kind: "wedding",
      eventDate: "2027-06-12",
      timezone: "Europe/Rome",
      country: "IT",
    });
  });
  return { organizationId, projectId, owner, token: owner.token };
}

/** Puts an organization on a plan of its own, Small, without limits but one; answers its key. */
export async function sellPlan(organizationId: string, limit: LimitKey, max: number): Promise<string> {
  const key = `small${randomBytes(6).toString("hex")}`;
  await asSystem("tests sell a small plan", async (tx) => {
    await tx.execute(sql`
      insert into plans (id, key, name, price_monthly, currency, limits, listed)
      select gen_random_uuid(), ${key}, 'Small', 0, 'EUR', limits || jsonb_build_object(${limit}::text, ${max}::int), false
        from plans where key = 'unlimited'`);
    await tx.execute(sql`
      insert into subscriptions (id, organization_id, plan_key, source)
      values (gen_random_uuid(), ${organizationId}, ${key}, 'staff')`);
  });
  return key;
}

/** Calls a route handler as HTTP would, and reads the JSON it answers. */
export async function call(
  handler: RouteHandler,
  given: {
    method?: string;
    path?: string;
    host?: string;
    params?: Record<string, string>;
    token?: string | null;
    body?: unknown;
    headers?: Record<string, string>;
  } = {},
) {
  const headers = new Headers({ host: given.host ?? "app.localhost:3000", ...given.headers });
  if (given.token) headers.set("authorization", `Bearer ${given.token}`);
  const isForm = given.body instanceof FormData;
  if (given.body !== undefined && !isForm && !headers.has("content-type")) {
    headers.set("content-type", "application/json");
  }
  const response = await handler(
    new Request(`http://app.localhost:3000${given.path ?? "/"}`, {
      method: given.method ?? (given.body === undefined ? "GET" : "POST"),
      headers,
      body:
        given.body === undefined || isForm || typeof given.body === "string"
          ? (given.body as BodyInit | undefined)
          : JSON.stringify(given.body),
    }),
    { params: Promise.resolve(given.params ?? {}) },
  );
  const text = await response.text();
  // biome-ignore lint/suspicious/noExplicitAny: tests read whatever an endpoint answers
  const json: any = text && response.headers.get("content-type")?.includes("json") ? JSON.parse(text) : null;
  return { status: response.status, headers: response.headers, json, text };
}
