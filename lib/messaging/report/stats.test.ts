import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { expect, it } from "vitest";
import * as jobs from "@/app/api/campaigns/[id]/jobs/route";
import * as stats from "@/app/api/campaigns/[id]/stats/route";
import { asSystem } from "@/db/client";
import * as s from "@/db/schema";
import { createSender, letter } from "@/tests/setup/campaign";
import { call } from "@/tests/setup/tenant";

type Message = {
  campaign: string;
  guest: number;
  run: number;
  at: string;
  channel?: "email" | "sms";
  status?: "delivered" | "sent" | "bounced";
  deliveredAt?: string;
};

it("an answer counts once, for the last message of any campaign that had reached the guest", async () => {
  const sender = await createSender(8);
  const { organizationId, projectId } = sender;
  const [invitation, reminder] = [uuidv7(), uuidv7()];
  const noon = (day: number) => `2027-03-0${day}T12:00:00Z`;
  const messages: Message[] = [
    // 0 answered after the first run, 1 after the second, 2 before either, 3 never, all by mail.
    ...[0, 1, 2, 3].flatMap((guest) =>
      [1, 2].map((run) => ({ campaign: invitation, guest, run, at: noon(run * 2) })),
    ),
    // What came back, or came too late, has not reached anybody.
    { campaign: invitation, guest: 4, run: 1, at: noon(2) },
    { campaign: invitation, guest: 4, run: 2, at: noon(4), status: "bounced" },
    { campaign: invitation, guest: 5, run: 1, at: noon(2) },
    { campaign: invitation, guest: 5, run: 2, at: noon(4), deliveredAt: noon(6) },
    // By another channel, of which nobody reports a delivery, in the same run.
    { campaign: invitation, guest: 6, run: 2, at: noon(3) },
    { campaign: invitation, guest: 6, run: 2, at: noon(4), channel: "sms", status: "sent" },
    // Another campaign reached the guest last.
    { campaign: invitation, guest: 7, run: 1, at: noon(2) },
    { campaign: reminder, guest: 7, run: 1, at: noon(4) },
  ];
  const answers = [noon(3), noon(5), noon(1), null, noon(5), noon(5), noon(5), noon(5)];
  await asSystem("tests send and answer long ago", async (tx) => {
    const own = { organizationId, projectId, ...letter };
    await tx.insert(s.messagingCampaigns).values([
      { ...own, id: invitation, status: "sent", run: 2 },
      { ...own, id: reminder, status: "sent", run: 1 },
    ]);
    await tx.insert(s.messageJobs).values(
      messages.map(({ campaign, guest, run, at, channel = "email", status = "delivered", deliveredAt }) => ({
        ...{ organizationId, campaignId: campaign, run, guestId: sender.guests[guest]!.id, channel, status },
        address: `${guest}@example.com`,
        sentAt: new Date(at),
        deliveredAt: status === "delivered" ? new Date(deliveredAt ?? at) : null,
      })),
    );
    for (const [guest, at] of answers.entries())
      await tx.execute(sql`
        update guest_events set attendance = 'attending', source = 'guest', answered_at = ${at}
         where guest_id = ${sender.guests[guest]!.id} and ${at}::timestamptz is not null`);
  });
  const { token } = sender;
  const of = async (id: string) => {
    const { json } = await call(stats.GET, { token, params: { id } });
    const listed = await call(jobs.GET, { token, params: { id }, path: "/?answered=true&limit=100" });
    const others = await call(jobs.GET, { token, params: { id }, path: "/?answered=false&limit=100" });
    return {
      answered: json.answered,
      runs: json.byRun.map(({ run, answered }: { run: number; answered: number }) => [run, answered]),
      channels: json.byChannel.map((one: { channel: string; answered: number }) => [
        one.channel,
        one.answered,
      ]),
      listed: listed.json.data.map(
        ({ guestId, run, channel }: { guestId: string; run: number; channel: string }) => [
          sender.guests.findIndex(({ id: guest }) => guest === guestId),
          run,
          channel,
        ],
      ),
      others: others.json.total,
    };
  };
  const first = await of(invitation);
  expect({ ...first, listed: first.listed.sort(), channels: first.channels.sort() }).toEqual({
    answered: 5,
    runs: [
      [1, 3],
      [2, 2],
    ],
    channels: [
      ["email", 4],
      ["sms", 1],
    ],
    listed: [
      [0, 1, "email"],
      [1, 2, "email"],
      [4, 1, "email"],
      [5, 1, "email"],
      [6, 2, "sms"],
    ],
    others: 10,
  });
  expect(await of(reminder)).toMatchObject({ answered: 1, listed: [[7, 1, "email"]] });
});
