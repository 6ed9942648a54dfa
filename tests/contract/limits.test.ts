import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { asSystem } from "@/db/client";
import * as s from "@/db/schema";
import { type LimitKey, limitKeys } from "@/lib/entitlements/policy";
import type { Contract } from "@/lib/http/endpoint";
import { limits } from "@/lib/http/endpoint";
import { limit } from "@/lib/http/limit";
import { AppError } from "@/lib/http/problem";
import { registry } from "@/lib/registry";
import { createSender, letter } from "@/tests/setup/campaign";
import { createEverything } from "./everything";
import { type Everything, open, ownRoute, send } from "./harness";
import { countedLater } from "./map";

// This file's own process, before anything has read it: a hundredth of what api.md allows.
process.env.RATE_LIMIT_SCALE = "0.01";

/** How many requests of an actor are let through in a class until the next is refused. */
async function spend(actor: string, contract: Contract): Promise<void> {
  for (let n = 0; n <= limits[contract.limit]; n++) {
    const error = await limit(actor, contract.limit).then(
      () => null,
      (refusal: unknown) => refusal,
    );
    if (error instanceof AppError && error.code === "rate_limited") return;
    if (error) throw error;
  }
  throw new Error(`${contract.limit} has no end`);
}

/**
 * A minute's end gives room again: between a class that is spent and the request that is to be refused there must be
 * none, so what is asked here is asked within one minute.
 */
async function earlyInTheMinute(): Promise<void> {
  const left = 60_000 - (Date.now() % 60_000);
  if (left < 40_000) await new Promise((resolve) => setTimeout(resolve, left));
}

describe("whoever asks too often", () => {
  let mine: Everything;
  beforeAll(async () => {
    mine = await createEverything();
    await earlyInTheMinute();
  });

  it("is refused by every endpoint with 429, told when to come back, and changes nothing", async () => {
    const wrong: unknown[] = [];
    for (const contract of registry.filter(({ path }) => !ownRoute.has(path))) {
      const people = { [mine.staff.token]: mine.staff.id, [mine.token]: mine.owner.id };
      const token = open.has(contract.scope.by)
        ? null
        : contract.scope.by === "staff"
          ? mine.staff.token
          : mine.token;
      await spend(token ? `user:${people[token]}` : "address:192.0.2.7", contract);
      const { status, json, headers } = await send(contract, mine, {
        token,
        headers: { "x-forwarded-for": "192.0.2.7" },
      });
      const allowed = String(Math.max(1, Math.round(limits[contract.limit] / 100)));
      const reset = Number(headers.get("ratelimit-reset"));
      if (
        status !== 429 ||
        json?.code !== "rate_limited" ||
        headers.get("content-type") !== "application/problem+json" ||
        headers.get("ratelimit-limit") !== allowed ||
        headers.get("ratelimit-remaining") !== "0" ||
        !(reset >= 1 && reset <= 60) ||
        headers.get("retry-after") !== String(reset)
      )
        wrong.push([contract.key, status, json, Object.fromEntries(headers)]);
    }
    expect(wrong).toEqual([]);
    const [trail] = await asSystem("tests look at the trail", (tx) =>
      tx.execute<{ n: number }>(
        sql`select count(*)::int as n from audit_log where organization_id = ${mine.organizationId}`,
      ),
    );
    expect(trail!.n).toBe(0);
  });

  it("is counted before a body is read: an unreadable one costs as much as a good one", async () => {
    const contract = registry.find(({ key }) => key === "POST /auth/login")!;
    const from = (address: string) =>
      send(contract, mine, { token: null, body: "{", headers: { "x-forwarded-for": address } });
    const first = await from("192.0.2.8");
    expect([first.status, first.headers.get("ratelimit-limit")]).toEqual([400, "1"]);
    expect((await from("192.0.2.8")).status).toBe(429);
  });
});

const nothing = Object.fromEntries(limitKeys.map((key) => [key, 0])) as Record<LimitKey, number>;

/** Puts an organization on a plan that holds nothing at all. */
async function starve(organizationId: string): Promise<void> {
  const planKey = `t${randomBytes(8).toString("hex")}`;
  await asSystem("tests put a tenant on a plan", async (tx) => {
    await tx.insert(s.plans).values({
      ...{ key: planKey, name: "Nothing", priceMonthly: 0, currency: "EUR" },
      ...{ limits: nothing, listed: false },
    });
    await tx.insert(s.subscriptions).values({ organizationId, planKey, source: "staff" });
  });
}

/** What a call must find so that it takes something, where its sample takes nothing. */
const needing: Record<string, () => Promise<{ of: Everything; body?: unknown }>> = {
  "POST /projects/{id}/duplicate": async () => ({
    of: await createEverything(),
    body: { name: "Copy", include: { guests: true } },
  }),
  "PATCH /projects/{id}/sites/{siteId}": async () => {
    const of = await createEverything();
    await asSystem("tests take a domain away", (tx) =>
      tx.execute(sql`delete from site_domains where organization_id = ${of.organizationId}`),
    );
    return { of, body: { customDomain: `www.${of.ids.site}.com` } };
  },
  "POST /projects/{id}/restore": async () => {
    const of = await createEverything();
    await asSystem("tests delete a project", (tx) =>
      tx.execute(sql`update projects set deleted_at = now() where id = ${of.projectId}`),
    );
    return { of };
  },
  "POST /campaigns/{id}/test": async () => {
    const of = await createEverything();
    await asSystem("tests make a mail a text", (tx) =>
      tx.execute(sql`update messaging_campaigns set channel = 'sms' where id = ${of.ids.campaign}`),
    );
    return { of, body: { to: "+4915112345678" } };
  },
  "POST /campaigns/{id}/approve": async () => {
    const [of, sender] = [await createEverything(), await createSender(2)];
    const id = await asSystem("tests write a campaign", async (tx) => {
      const { organizationId, projectId } = sender;
      const [row] = await tx
        .insert(s.messagingCampaigns)
        .values({ organizationId, projectId, ...letter })
        .returning();
      return row!.id;
    });
    return { of: { ...of, ...sender, ids: { ...of.ids, campaign: id } } };
  },
};

describe("over the limit of a plan", () => {
  const taking = registry.filter(({ entitlement, key }) => entitlement && !countedLater.includes(key));

  it("every endpoint that takes of it answers 402 and names the limit", async () => {
    const wrong: unknown[] = [];
    for (const contract of taking) {
      const { of, body } = (await needing[contract.key]?.()) ?? {
        of: await createEverything(),
        body: undefined,
      };
      await starve(of.organizationId);
      const { status, json } = await send(contract, of, { body });
      const { limit: name } = contract.entitlement!;
      if (status !== 402 || json?.code !== "limit_reached" || json?.limit !== name || json?.max !== 0)
        wrong.push([contract.key, status, json]);
    }
    expect(wrong).toEqual([]);
  });

  it("there is an endpoint for each limit that is sold", () => {
    const taken = new Set(registry.flatMap(({ entitlement }) => entitlement?.limit ?? []));
    // Photos are built later; their limit is taken with them.
    const later: LimitKey[] = ["photoBytes"];
    expect(limitKeys.filter((key) => !taken.has(key))).toEqual(later);
  });
});
