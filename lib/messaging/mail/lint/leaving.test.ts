import { afterAll, beforeAll, expect, it } from "vitest";
import words from "@/messages/en/messages.json";
import { createSender } from "@/tests/setup/campaign";
import { approved, freeze, load } from "@/tests/setup/delivery";
import { startInbox } from "@/tests/setup/mail";
import { lintMail } from "./policy";

/** How many mails are looked at: EIOS_MAILS=10000 is the full size. */
const MAILS = Number(process.env.EIOS_MAILS ?? 120);
const hostile = ["<b>", `"onload=`, "&amp;", "{{guest.lastName}}", "عبد", "W".repeat(60), "O'Neil", "李"];

let inbox: Awaited<ReturnType<typeof startInbox>>;
beforeAll(async () => {
  inbox = await startInbox(async () => (await import("@/app/api/webhooks/resend/route")).POST);
});
afterAll(() => inbox.close());

it(
  "finds nothing in the mails of a campaign as they are frozen and filled to leave",
  async () => {
    const { mailProvider } = await import("@/lib/clients/email/provider");
    const { messagesOf } = await import("../../delivery/sending/queries");
    const { runAsJob } = await load();
    const people = Array.from({ length: MAILS }, (_, n) => ({
      firstName: `${hostile[n % hostile.length]}${n}`,
      lastName: hostile[(n * 3) % hostile.length]!,
    }));
    const sender = await createSender(people, MAILS % 2 ? "letterpress" : "sunburst");
    const body = words.start_invitation_body;
    const campaign = await approved(sender, { subject: words.start_invitation_subject, body });
    const seen = new Set<string>();
    const faults: unknown[] = [];
    while (await freeze(campaign, mailProvider())) {
      const rows = await inbox.sql<{ id: string }[]>`
        select id from message_batches where campaign_id = ${campaign.campaignId} and status = 'frozen'`;
      for (const { id } of rows) {
        const messages = await runAsJob("test", campaign.organizationId, (cx) => messagesOf(cx, id));
        for (const { content } of messages) {
          if (!("html" in content)) throw new Error("A mail has no HTML.");
          seen.add(content.to);
          faults.push(...lintMail({ html: content.html, text: content.text, headers: content.headers }));
        }
      }
      // As if they had left, so that the next ones are frozen.
      await inbox.sql`
        update message_batches set status = 'sent' where campaign_id = ${campaign.campaignId} and status = 'frozen'`;
    }
    expect(faults).toEqual([]);
    expect(seen.size).toBe(MAILS);
  },
  Math.max(60_000, MAILS * 60),
);
