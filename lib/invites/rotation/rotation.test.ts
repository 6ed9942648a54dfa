import { createCipheriv, randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { expect, it, vi } from "vitest";
import * as one from "@/app/api/invites/[id]/route";
import { asSystem } from "@/db/client";
import { createEvent, createHousehold } from "@/tests/setup/household";
import { call, createTenant } from "@/tests/setup/tenant";
import { renewCiphers } from "./mutations";

const old = vi.hoisted(() => {
  const key = Buffer.alloc(32, 7);
  process.env.ENCRYPTION_KEYS = `${process.env.ENCRYPTION_KEYS},k0:${key.toString("base64")}`;
  return key;
});

it("tokens under an older key are encrypted again under the newest, and open as before", async () => {
  const tenant = await createTenant();
  const home = await createHousehold(tenant, ["Ada"], [await createEvent(tenant)]);
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", old, nonce).setAAD(Buffer.from("invite token"));
  const sealed = Buffer.concat([nonce, cipher.update(home.token), cipher.final(), cipher.getAuthTag()]);
  await asSystem("tests bring an old cipher", (tx) =>
    tx.execute(
      sql`update invites set token_cipher = ${`k0.${sealed.toString("base64url")}`} where id = ${home.inviteId}`,
    ),
  );
  expect(await renewCiphers()).toBe(1);
  expect(await renewCiphers()).toBe(0);
  const [row] = await asSystem("tests look", (tx) =>
    tx.execute<{ cipher: string }>(
      sql`select token_cipher as cipher from invites where id = ${home.inviteId}`,
    ),
  );
  expect(row!.cipher).toMatch(/^k1\./);
  const shown = await call(one.GET, {
    token: tenant.token,
    params: { id: home.inviteId },
    path: "/?reveal=true",
  });
  expect(shown.json.token).toBe(home.token);
});
