import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as doctorRoute from "@/app/api/admin/doctor/route";
import * as readyRoute from "@/app/api/ready/route";
import { asSystem } from "@/db/client";
import words from "@/messages/en/doctor.json";
import { startInbox } from "@/tests/setup/mail";
import { call, createTenant, createUser } from "@/tests/setup/tenant";
import { beat } from "../mutations";
import { areRelated, finding, inOrder } from "./policy";

type Found = { key: string; status: string; message: string; fix: string | null };

let mail: Awaited<ReturnType<typeof startInbox>>;
let staff: Awaited<ReturnType<typeof createUser>>;
/** A Redis that takes every call and never answers. */
const silent = createServer(() => {}).listen(0, "127.0.0.1");

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    if (silent.listening) resolve();
    else silent.once("listening", resolve);
  });
  process.env.UPSTASH_REDIS_REST_URL = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  mail = await startInbox(async () => (await import("@/app/api/webhooks/resend/route")).POST);
  staff = await createUser();
  await asSystem("tests make their own staff", (tx) =>
    tx.execute(sql`update users set platform_role = 'staff' where id = ${staff.id}`),
  );
});
afterAll(async () => {
  await mail.close();
  silent.closeAllConnections();
  silent.close();
});

const examine = async () => {
  const answer = await call(doctorRoute.POST, { method: "POST", token: staff.token });
  expect(answer.status).toBe(200);
  const found = answer.json.findings as Found[];
  return {
    well: answer.json.well as boolean,
    found,
    of: (key: string) => found.find((one) => one.key === key)!,
  };
};

describe("the doctor", () => {
  it("is for the staff only", async () => {
    const { token } = await createTenant();
    const answer = await call(doctorRoute.POST, { method: "POST", token });
    expect([answer.status, answer.json.code]).toEqual([403, "forbidden"]);
  });

  it("finds what is away, says what to set, and puts it first", async () => {
    const { well, found, of } = await examine();
    expect(well).toBe(false);
    expect(of("worker")).toMatchObject({ status: "fail", message: "The jobs server has never called." });
    expect(of("realtime")).toMatchObject({ status: "fail" });
    expect(of("redis")).toMatchObject({ status: "warn" });
    expect(of("blob")).toMatchObject({ status: "warn", fix: "Set BLOB_READ_WRITE_TOKEN." });
    expect(of("database")).toMatchObject({ status: "ok" });
    expect(of("clock")).toMatchObject({ status: "ok" });
    const order = found.map(({ status }) => status);
    expect(order).toEqual([...order].sort((a, b) => "fwon".indexOf(a[0]!) - "fwon".indexOf(b[0]!)));
    for (const { status, fix } of found) expect(fix !== null).toBe(["fail", "warn"].includes(status));
  });

  it("sends a mail and hears of it through the provider's signed webhook", async () => {
    await beat("worker");
    const { of } = await examine();
    expect(of("mail")).toMatchObject({ status: "ok" });
    expect(of("worker")).toMatchObject({ status: "ok" });
    expect((await mail.to("doctor@example.com"))[0]!.subject).toBe("A check of this installation");
  });

  it("names mail that would silently not be sent", async () => {
    const { organizationId } = await createTenant();
    await asSystem("tests age what waits", (tx) =>
      tx.execute(sql`insert into outbox (id, organization_id, name, data, created_at)
        values (gen_random_uuid(), ${organizationId}, 'auth/code.asked', '{}', now() - interval '20 minutes')`),
    );
    const { found } = await examine();
    expect(found[0]).toMatchObject({ key: "unsent", status: "fail" });
    expect(found[0]!.message).toContain("the oldest for 20 minutes");
  });

  it("has a sentence for every code, and something to do for each that is wrong", () => {
    for (const [key, codes] of Object.entries(words)) {
      if (typeof codes === "string") continue;
      for (const code of Object.keys(codes).filter((name) => !/^name$|[Ff]ix$/.test(name))) {
        const status = ["ok", "local", "both", "one", "unset"].includes(code) ? "ok" : "fail";
        const values = { ...{ count: 2, minutes: 5, seconds: 1, ms: 3, there: 1, wanted: 2, migrations: 2 } };
        const more = {
          reason: "r",
          sender: "s",
          address: "a",
          domain: "d",
          app: "a",
          login: "l",
          version: "v",
        };
        const { message, fix } = finding(key, status, code, { ...values, ...more });
        expect(`${message} ${fix}`).not.toMatch(/doctor\.|\{/);
      }
    }
  });

  it("knows related domains and the order of findings", () => {
    expect(areRelated("app.example.com", "sites.example.com")).toBe(true);
    expect(areRelated("app.example.com", "example.site")).toBe(false);
    const ok = finding("redis", "ok", "ok", { ms: 1 });
    const fail = finding("redis", "fail", "away", { reason: "x" });
    expect(inOrder([ok, fail])).toEqual([fail, ok]);
  });
});

describe("readiness", () => {
  it("tells within two seconds that Redis hangs, and stays ready: requests do without it", async () => {
    const answer = await call(readyRoute.GET as Parameters<typeof call>[0]);
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({
      ready: true,
      parts: {
        database: { status: "ok", required: true, detail: expect.stringMatching(/^migration \d+$/) },
        redis: { status: "away", required: false },
        realtime: { status: "away" },
        worker: { status: "away" },
        mail: { status: "ok" },
        blob: { status: "off" },
      },
    });
    for (const { latencyMs } of Object.values<{ latencyMs: number }>(answer.json.parts)) {
      expect(latencyMs).toBeLessThan(2_000);
    }
    expect(answer.text).not.toContain("127.0.0.1");
  });
});
