import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { beforeAll, expect, it } from "vitest";
import * as door from "@/app/api/preferences/[token]/route";
import * as pageRoute from "@/app/public/[subdomain]/preferences/[token]/route";
import { asSystem } from "@/db/client";
import { unsubscribeToken } from "@/lib/messaging/unsubscribe/policy";
import { createSender } from "@/tests/setup/campaign";
import { approved, jobsOf } from "@/tests/setup/delivery";
import { call } from "@/tests/setup/tenant";

const page = pageRoute as unknown as Record<"GET" | "POST", Parameters<typeof call>[0]>;
const NUMBER = "+491700000123";
let sender: Awaited<ReturnType<typeof createSender>>;
let token: string;
beforeAll(async () => {
  sender = await createSender(1);
  const [job] = await jobsOf(await approved(sender));
  token = unsubscribeToken(sender.organizationId, job!.id);
  await asSystem("tests give a guest a number", (tx) =>
    tx.execute(sql`insert into guest_contacts (id, organization_id, guest_id, kind, value, is_primary)
      values (${uuidv7()}, ${sender.organizationId}, ${job!.guestId}, 'phone', ${NUMBER}, true)`),
  );
});

const headers = { "content-type": "application/x-www-form-urlencoded" };
const save = (body: string) => call(door.POST, { method: "POST", params: { token }, body, headers });
const onOf = (json: { channels: { channel: string; isOn: boolean }[] }) =>
  json.channels.filter(({ isOn }) => isOn).map(({ channel }) => channel);
const stopped = () =>
  asSystem("tests look at the list", (tx) =>
    tx.execute(
      sql`select channel from suppression_list where organization_id = ${sender.organizationId} order by 1`,
    ),
  );

it("shows each channel masked, and opening it changes nothing", async () => {
  const { json } = await call(door.GET, { params: { token } });
  expect(json.channels.map(({ channel }: { channel: string }) => channel)).toEqual([
    "email",
    "sms",
    "whatsapp",
  ]);
  expect(JSON.stringify(json)).not.toContain(NUMBER);
  const html = (await call(page.GET, { host: `${sender.subdomain}.localhost:3000`, params: { token } })).text;
  expect(html.match(/type="checkbox"/g)).toHaveLength(3);
  expect(html).not.toContain("<script");
  expect([...(await stopped())]).toEqual([]);
});

it("keeps what is ticked and stops the rest, twice the same, and takes it back", async () => {
  for (let n = 0; n < 2; n++) expect(onOf((await save("keep=email")).json)).toEqual(["email"]);
  expect((await stopped()).map(({ channel }) => channel)).toEqual(["sms", "whatsapp"]);
  expect(onOf((await save("")).json)).toEqual([]);
  expect(onOf((await save("keep=email&keep=sms&keep=whatsapp")).json)).toEqual(["email", "sms", "whatsapp"]);
  expect([...(await stopped())]).toEqual([]);
});

it("takes back no STOP that was answered by SMS, and no link that is not ours", async () => {
  await asSystem("tests answer STOP", (tx) =>
    tx.execute(sql`insert into suppression_list (id, organization_id, channel, address, reason, source)
      values (${uuidv7()}, ${sender.organizationId}, 'sms', ${NUMBER}, 'unsubscribe', 'campaign:x')`),
  );
  const { json } = await save("keep=email&keep=sms&keep=whatsapp");
  expect(json.channels.find(({ channel }: { channel: string }) => channel === "sms")).toMatchObject({
    ...{ isOn: false, isFixed: true },
  });
  expect((await call(door.GET, { params: { token: `${token.slice(0, -2)}xx` } })).status).toBe(404);
});
