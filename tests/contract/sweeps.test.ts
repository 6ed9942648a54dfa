import { beforeAll, describe, expect, it } from "vitest";
import { asSystem } from "@/db/client";
import { apiKeys } from "@/db/schema";
import { roles } from "@/db/schema/organizations";
import type { Contract } from "@/lib/http/endpoint";
import { keyScopes } from "@/lib/orgs/keys/contract";
import { registry } from "@/lib/registry";
import { newKey } from "@/lib/tenancy/api-key";
import { can } from "@/lib/tenancy/can";
import { addMember, createUser } from "@/tests/setup/tenant";
import { createEverything } from "./everything";
import { type Everything, open, ownRoute, send, wrongValues } from "./harness";
import { forPeople, unsampled } from "./map";
import { bodyFor } from "./sample";

let mine: Everything;
beforeAll(async () => {
  mine = await createEverything();
});

const closed = registry.filter((contract) => !open.has(contract.scope.by));
const ofRows = closed.filter((contract) => contract.scope.by !== "self");

describe("who may", () => {
  it.each(roles.filter((role) => role !== "owner"))(
    "%s is refused with 403 what the table of roles does not grant",
    async (role) => {
      const member = await createUser();
      await addMember(mine.organizationId, member, role);
      const wrong: unknown[] = [];
      for (const contract of ofRows) {
        if (!contract.permission || can(role, contract.permission)) continue;
        const { status, json } = await send(contract, mine, { token: member.token });
        if (status !== 403 || json?.code !== "forbidden") wrong.push([contract.key, status, json?.code]);
      }
      expect(wrong).toEqual([]);
    },
  );
});

it("each wrong field of each body is 400, and named", async () => {
  const wrong: unknown[] = [];
  for (const contract of registry.filter((one) => one.body && one.media === "json")) {
    for (const [field, why, value] of wrongValues(contract)) {
      const body = { ...(bodyFor(contract, mine.ids) as object), [field]: value };
      const { status, json } = await send(contract, mine, { body });
      const isNamed = json?.errors?.some(({ path }: { path: string }) => path.split(".")[0] === field);
      if (status !== 400 || !isNamed) wrong.push([contract.key, field, why, status, json?.errors]);
    }
  }
  expect(wrong).toEqual([]);
});

it("a stale If-Match is 412 on every endpoint that takes one", async () => {
  const wrong: unknown[] = [];
  for (const contract of registry.filter(({ versioned }) => versioned)) {
    const { status, json } = await send(contract, mine, { headers: { "if-match": '"999"' } });
    if (status !== 412 || json?.code !== "stale") wrong.push([contract.key, status, json]);
  }
  expect(wrong).toEqual([]);
});

it("every endpoint answers its sample as its contract says", async () => {
  const wrong: unknown[] = [];
  for (const contract of registry) {
    if (ownRoute.has(contract.path) || unsampled.includes(contract.key)) continue;
    const of = contract.method === "GET" ? mine : await createEverything();
    const { status, text } = await send(contract, of);
    if (status !== contract.status) wrong.push([contract.key, status, text.slice(0, 300)]);
  }
  expect(wrong).toEqual([]);
});

describe("an API key with an admin's scopes", () => {
  const keyOf = async (of: Everything) => {
    const { key, prefix, hash } = newKey();
    await asSystem("tests make a key", (tx) =>
      tx.insert(apiKeys).values({
        ...{ organizationId: of.organizationId, name: "All", prefix, tokenHash: hash },
        scopes: [...keyScopes],
      }),
    );
    return key;
  };
  const staffs = (contract: Contract) => contract.scope.by === "staff";

  it("can do all that an admin can, but what is a person's own", async () => {
    const wrong: unknown[] = [];
    const key = await keyOf(mine);
    for (const contract of closed) {
      if (unsampled.includes(contract.key) && !forPeople[contract.key]) continue;
      const of = contract.method === "GET" ? mine : await createEverything();
      const token = of === mine ? key : await keyOf(of);
      const body = keyed[contract.key]?.(of);
      const { status, text, json } = await send(contract, of, { token, body });
      const may = !forPeople[contract.key] && !staffs(contract);
      if (may ? status !== contract.status : status !== 403 || json?.code !== "forbidden")
        wrong.push([contract.key, status, text.slice(0, 300)]);
    }
    expect(wrong).toEqual([]);
  });
});

/** Bodies of what is different for a key: an admin gives no ownership, and a program has no address. */
const keyed: Record<string, (of: Everything) => unknown> = {
  "POST /orgs/{id}/invite": () => ({ email: "new@example.com", role: "admin" }),
  "POST /campaigns/{id}/test": ({ owner }) => ({ to: owner.email }),
};

describe("Idempotency-Key", () => {
  const replayable = (contract: Contract) =>
    contract.method === "POST" &&
    contract.replay !== false &&
    contract.media !== "raw" &&
    !unsampled.includes(contract.key);

  it("answers the same request once, and refuses another body with 409", async () => {
    const wrong: unknown[] = [];
    for (const contract of registry.filter(replayable)) {
      const of = await createEverything();
      const headers = { "idempotency-key": `sweep ${of.organizationId}` };
      const body = bodyFor(contract, of.ids);
      const first = await send(contract, of, { body, headers });
      const second = await send(contract, of, { body, headers });
      if (second.status !== contract.status || second.text !== first.text)
        wrong.push([contract.key, "again", second.status]);
      if (second.headers.get("idempotency-replayed") !== "true") wrong.push([contract.key, "not replayed"]);
      if (body instanceof FormData) continue;
      const other = await send(contract, of, { body: `${JSON.stringify(body ?? {})}\n`, headers });
      if (other.status !== 409 || other.json?.code !== "idempotency_conflict")
        wrong.push([contract.key, "other body", other.status]);
    }
    expect(wrong).toEqual([]);
  });
});
