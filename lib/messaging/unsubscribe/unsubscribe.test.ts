import { sql } from "drizzle-orm";
import fc from "fast-check";
import { uuidv7 } from "uuidv7";
import { beforeAll, describe, expect, it } from "vitest";
import * as approval from "@/app/api/campaigns/[id]/approve/route";
import * as stats from "@/app/api/campaigns/[id]/stats/route";
import * as campaigns from "@/app/api/projects/[id]/campaigns/route";
import * as entry from "@/app/api/projects/[id]/suppression-list/[suppressionId]/route";
import * as list from "@/app/api/projects/[id]/suppression-list/route";
import * as door from "@/app/api/unsubscribe/[token]/route";
import * as pageRoute from "@/app/public/[subdomain]/unsubscribe/[token]/route";
import { asSystem } from "@/db/client";
import { createSender, letter } from "@/tests/setup/campaign";
import { call } from "@/tests/setup/tenant";
import { maskAddress, readUnsubscribeToken, unsubscribeToken } from "./policy";

const page = pageRoute as unknown as Record<"GET" | "POST", Parameters<typeof call>[0]>;

let mine: Awaited<ReturnType<typeof createSender>>;
let campaignId: string;
let jobs: { id: string; address: string }[];
beforeAll(async () => {
  mine = await createSender(5);
  const { token, projectId } = mine;
  campaignId = (await call(campaigns.POST, { token, params: { id: projectId }, body: letter })).json.id;
  await call(approval.POST, { method: "POST", token, params: { id: campaignId } });
  jobs = [
    ...(await asSystem("tests look at messages", (tx) =>
      tx.execute<{ id: string; address: string }>(sql`
        select id, address from message_jobs where campaign_id = ${campaignId} order by id`),
    )),
  ];
});

const tokenOf = (at: number) => unsubscribeToken(mine.organizationId, jobs[at]!.id);
const listed = async () =>
  (await call(list.GET, { token: mine.token, params: { id: mine.projectId } })).json.data as {
    id: string;
    address: string;
    reason: string;
  }[];
const oneClick = {
  method: "POST",
  body: "List-Unsubscribe=One-Click",
  headers: { "content-type": "application/x-www-form-urlencoded" },
};
const onSite = () => ({ host: `${mine.subdomain}.localhost:3000` });

describe("a token", () => {
  it("says what it was made for, and nothing else passes for one", () => {
    fc.assert(
      fc.property(fc.nat(47), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const [organizationId, jobId] = [uuidv7(), uuidv7()];
        const token = unsubscribeToken(organizationId, jobId);
        expect(readUnsubscribeToken(token)).toEqual({ organizationId, jobId });
        const bytes = Buffer.from(token, "base64url");
        bytes[at]! ^= flip;
        expect(readUnsubscribeToken(bytes.toString("base64url"))).toBeNull();
      }),
    );
    expect(readUnsubscribeToken("")).toBeNull();
    expect(maskAddress("maria@example.com")).toBe("m…a@example.com");
    expect(maskAddress("m@example.com")).toBe("m…@example.com");
  });
});

describe("unsubscribing", () => {
  it("takes one click without signing in, and looking takes none", async () => {
    const params = { token: tokenOf(0) };
    for (let robot = 0; robot < 3; robot++) {
      const looked = await call(page.GET, { params: { ...params, subdomain: mine.subdomain }, ...onSite() });
      expect(looked.status).toBe(200);
      expect(looked.text).toContain("Vance &amp; Rossi");
      expect(looked.text).not.toContain(jobs[0]!.address);
      expect(looked.headers.get("referrer-policy")).toBe("no-referrer");
    }
    expect(await listed()).toEqual([]);
    const answer = await call(door.POST, { params, ...oneClick, ...onSite() });
    expect([answer.status, answer.json.unsubscribed]).toEqual([200, true]);
    expect((await call(door.POST, { params, ...oneClick })).status).toBe(200);
    expect(await listed()).toMatchObject([{ address: jobs[0]!.address, reason: "unsubscribe" }]);
    const counts = await call(stats.GET, { token: mine.token, params: { id: campaignId } });
    expect(counts.json.unsubscribed).toBe(1);
  });

  it("works on the page by its button, and can be taken back there by the same person", async () => {
    const given = { params: { token: tokenOf(1), subdomain: mine.subdomain }, ...onSite() };
    const pressed = await call(page.POST, { ...given, ...oneClick });
    expect(pressed.text).toContain("You are unsubscribed");
    expect((await listed()).map(({ address }) => address)).toContain(jobs[1]!.address);
    const back = await call(page.POST, { ...given, ...oneClick, body: "undo=yes" });
    expect(back.text).toContain("You will get mails again");
    expect((await listed()).map(({ address }) => address)).not.toContain(jobs[1]!.address);
  });

  it("refuses a link that is not ours, and does nothing for a test's", async () => {
    for (const token of ["x", "A".repeat(64), unsubscribeToken(mine.organizationId, uuidv7())]) {
      expect((await call(door.POST, { params: { token }, ...oneClick })).status).toBe(404);
      const shown = await call(page.GET, { params: { token, subdomain: mine.subdomain }, ...onSite() });
      expect([shown.status, shown.headers.get("content-type")]).toEqual([404, "text/html; charset=utf-8"]);
    }
    const before = await listed();
    expect((await call(door.POST, { params: { token: "test" }, ...oneClick })).json.test).toBe(true);
    expect(await listed()).toEqual(before);
  });
});

describe("the suppression list", () => {
  it("takes an address once, gives back what the host put there, and keeps what the guest asked for", async () => {
    const params = { id: mine.projectId };
    const add = (address: string) =>
      call(list.POST, { token: mine.token, params, body: { channel: "email", address } });
    const added = await add(" Someone@Example.com ");
    expect([added.status, added.json.address, added.json.reason]).toEqual([
      201,
      "someone@example.com",
      "manual",
    ]);
    expect((await add("someone@example.com")).status).toBe(409);
    expect((await add("no address")).status).toBe(400);
    const remove = (suppressionId: string) =>
      call(entry.DELETE, { method: "DELETE", token: mine.token, params: { ...params, suppressionId } });
    expect((await remove(added.json.id)).status).toBe(204);
    expect((await remove(added.json.id)).status).toBe(404);
    const own = (await listed()).find(({ reason }) => reason === "unsubscribe")!;
    expect((await remove(own.id)).status).toBe(422);
    const other = await createSender(1);
    expect((await call(list.GET, { token: other.token, params: { id: other.projectId } })).json.total).toBe(
      0,
    );
  });
});
