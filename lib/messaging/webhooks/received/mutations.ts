import { z } from "zod";
import { asSystem } from "@/db/client";
import { receivedMails } from "@/db/schema";

const MOST_RECIPIENTS = 50;
const brief = (text: string, most: number): string =>
  text
    .replaceAll("\0", "")
    .replace(/\p{Surrogate}/gu, "\uFFFD")
    .slice(0, most);

const received = z.looseObject({
  email_id: z.string().optional(),
  from: z.string().default(""),
  to: z.array(z.string()).default([]),
  subject: z.string().nullish(),
});

type Mail = { provider: "resend"; event: string; at: string; data: unknown };

/**
 * Keeps that a mail came in, once by the event's id: from whom, to whom, about what, cut to a fair length. Its text
 * stays with the provider, and no organization is guessed from an address that anybody can write.
 */
export async function keepReceived({ provider, event, at, data }: Mail): Promise<void> {
  const mail = received.safeParse(data).data;
  if (!mail) return;
  await asSystem("a mail that came in belongs to nobody yet", (tx) =>
    tx
      .insert(receivedMails)
      .values({
        ...{ provider, providerEventId: event, receivedAt: new Date(at) },
        providerMessageId: mail.email_id ? brief(mail.email_id, 200) : null,
        sender: brief(mail.from, 320),
        recipients: mail.to.slice(0, MOST_RECIPIENTS).map((one) => brief(one, 320)),
        subject: mail.subject ? brief(mail.subject, 500) : null,
      })
      .onConflictDoNothing(),
  );
}
