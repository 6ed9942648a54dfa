import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { expect, it } from "vitest";
import * as giving from "@/app/api/guests/[id]/consents/route";
import * as withdrawing from "@/app/api/guests/[id]/consents/withdraw/route";
import * as guest from "@/app/api/guests/[id]/route";
import * as timeline from "@/app/api/guests/[id]/timeline/route";
import { asSystem } from "@/db/client";
import { runAsJob } from "@/lib/http/job";
import { giveByReply } from "@/lib/messaging/consent/mutations";
import { suppress } from "@/lib/messaging/suppression/mutations";
import { createSender } from "@/tests/setup/campaign";
import { approved, jobsOf } from "@/tests/setup/delivery";
import { call } from "@/tests/setup/tenant";

const read = (token: string, id: string, query = "") =>
  call(timeline.GET, { token, params: { id }, path: `/?${query}` });

it("a guest's timeline tells what was sent and became of it, answers, consents, in order, page after page", async () => {
  const sender = await createSender(2);
  const [mine, other] = sender.guests;
  const campaign = await approved(sender);
  const job = (await jobsOf(campaign)).find(({ guestId }) => guestId === mine!.id)!;
  await asSystem("tests tell what became of a message", async (tx) => {
    await tx.execute(sql`
      update message_jobs set status = 'bounced', last_error = 'mailbox full', sent_at = now() - interval '3 hours',
             delivered_at = now() - interval '2 hours', machine_opened_at = now() - interval '2 hours'
       where id = ${job.id}`);
    await tx.execute(sql`
      insert into invite_access_logs (id, organization_id, invite_id, action, at)
      values (${uuidv7()}, ${sender.organizationId}, ${job.inviteId}, 'opened', now() - interval '1 hour')`);
  });
  const consent = { channel: "email", note: "told me on the phone" };
  const params = { id: mine!.id };
  expect((await call(giving.POST, { token: sender.token, params, body: consent })).status).toBe(201);
  expect((await call(giving.POST, { token: sender.token, params, body: consent })).status).toBe(409);
  const seen = await call(guest.GET, { token: sender.token, params });
  expect(seen.json.consents).toMatchObject([{ channel: "email", source: "host" }]);
  const withdrawn = { token: sender.token, params, body: { channel: "email" } };
  expect((await call(withdrawing.POST, withdrawn)).status).toBe(200);
  expect((await call(withdrawing.POST, withdrawn)).status).toBe(404);

  const kinds: string[] = [];
  let cursor = "";
  do {
    const { json } = await read(sender.token, mine!.id, `limit=2${cursor && `&cursor=${cursor}`}`);
    expect([json.detail, json.total]).toEqual([undefined, 7]);
    kinds.push(...json.data.map(({ kind }: { kind: string }) => kind));
    cursor = json.nextCursor ?? "";
  } while (cursor);
  expect(kinds.sort()).toEqual(
    [
      "bounced",
      "consentGiven",
      "consentWithdrawn",
      "delivered",
      "invitationOpened",
      "openedByMachine",
      "sent",
    ].sort(),
  );
  const { json } = await read(sender.token, mine!.id);
  const detail = new Map(json.data.map((one: { kind: string; detail: string }) => [one.kind, one.detail]));
  expect([detail.get("sent"), detail.get("bounced"), detail.get("consentGiven")]).toEqual([
    mine!.email,
    "mailbox full",
    "told me on the phone",
  ]);
  expect((await read(sender.token, other!.id)).json.total).toBe(0);
  const stranger = await createSender(1);
  expect((await read(stranger.token, mine!.id)).status).toBe(404);
  expect((await call(giving.POST, { token: stranger.token, params, body: consent })).status).toBe(404);
});

it("START is a consent, STOP ends it, and the proof stays", async () => {
  const sender = await createSender(1);
  const [one] = sender.guests;
  const number = "+491700000099";
  await asSystem("tests give a guest a number", (tx) =>
    tx.execute(sql`insert into guest_contacts (id, organization_id, guest_id, kind, value, is_primary)
      values (${uuidv7()}, ${sender.organizationId}, ${one!.id}, 'phone', ${number}, true)`),
  );
  const consents = () =>
    asSystem("tests look at consents", (tx) =>
      tx.execute(
        sql`select source, note, withdrawn_at is null as stands from guest_consents where guest_id = ${one!.id}`,
      ),
    );
  await runAsJob("test", sender.organizationId, async (cx) => {
    await giveByReply(cx, "sms", number, "START");
    await giveByReply(cx, "sms", number, "START");
  });
  expect([...(await consents())]).toEqual([{ source: "reply", note: "START", stands: true }]);
  await runAsJob("test", sender.organizationId, (cx) =>
    suppress(cx, { channel: "sms", address: number, reason: "unsubscribe", source: null }),
  );
  expect([...(await consents())]).toEqual([{ source: "reply", note: "START", stands: false }]);
});
