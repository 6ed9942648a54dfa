import { and, eq, sql } from "drizzle-orm";
import { organizationMembers } from "@/db/schema";
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

/** The address that a test goes to: the caller's own or a member's, so that nobody mails strangers with it. */
async function receiverOf(cx: Cx, to: string | undefined): Promise<string> {
  if (cx.actor.kind === "user" && (!to || to === cx.actor.email)) return cx.actor.email;
  const message = to ? "is no member's address" : "is missing: an API key has no address of its own";
  const [member] = to
    ? await cx.tx
        .select({ email: organizationMembers.email })
        .from(organizationMembers)
        .where(
          and(sql`lower(${organizationMembers.email}) = ${to}`, eq(organizationMembers.status, "active")),
        )
    : [];
  if (member) return member.email;
  throw new AppError("invalid", { detail: `to: ${message}`, errors: [{ path: "to", message }] });
}

/** Asks for a test mail to the caller or another member; a function of the jobs server sends it. */
export async function testCampaign(cx: Cx, { params, body }: Input<typeof testContract>) {
  const { id, projectId, channel } = await campaignOf(cx.tx, params.id);
  if (channel !== "email") {
    throw new AppError("unprocessable", {
      detail: "Only mails can be tried. The preview shows a message as it leaves.",
    });
  }
  const to = await receiverOf(cx, body.to);
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
