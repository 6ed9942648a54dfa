import { sendMail } from "@/lib/clients/mail";
import type { Cx } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { runAsJob } from "@/lib/http/job";
import { AppError } from "@/lib/http/problem";
import { audit, emit } from "@/lib/http/record";
import type { TestRequested } from "../events";
import { testCampaign as testName } from "../events";
import { mailWords } from "../mail/words";
import { campaignOf } from "../queries";
import type { testCampaign as testContract } from "./contract";
import { previewCampaign } from "./queries";

/** Asks for a test mail to the caller's own address; a function of the jobs server sends it. */
export async function testCampaign(cx: Cx, { params, body }: Input<typeof testContract>) {
  if (cx.actor.kind !== "user") throw new AppError("unauthenticated");
  const { id, projectId } = await campaignOf(cx.tx, params.id);
  const to = cx.actor.email;
  await emit(cx, { name: testName, projectId, data: { campaignId: id, to, guestId: body.guestId ?? null } });
  await audit(cx, "campaign.tested", { kind: "campaign", id, projectId });
  return { to };
}

/**
 * Sends the test mail that somebody asked for.
 *
 * @param key the event's id: tried again, the mail leaves once
 * @throws MailError when it was not taken; the jobs server tries again
 */
export async function sendTest(
  { organizationId, campaignId, to, guestId }: TestRequested,
  key: string,
): Promise<void> {
  const mail = await runAsJob("send-test-mail", organizationId, async (cx) => {
    const { subject, html, text } = await previewCampaign(cx, {
      params: { id: campaignId },
      query: {},
      body: guestId ? { guestId } : {},
    });
    return { subject: `${mailWords("en")("letter.test")} ${subject}`.trim(), html, text };
  });
  await sendMail({ ...mail, to, tags: { kind: "campaign-test" }, idempotencyKey: `campaign-test/${key}` });
}
