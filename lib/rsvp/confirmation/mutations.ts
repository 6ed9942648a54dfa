import { sendMail } from "@/lib/clients/mail";
import { runAsJob } from "@/lib/http/job";
import { settingOf } from "@/lib/settings/queries";
import type { SubmissionSaved } from "../events";
import { confirmationMail } from "./mail";
import { confirmationOf } from "./queries";

const read = (saved: SubmissionSaved) =>
  runAsJob("send-confirmation", saved.organizationId, async (cx) =>
    (await settingOf(cx, "confirmations.send", { projectId: saved.projectId }))
      ? confirmationOf(cx, saved)
      : null,
  );

/** The guests to whom a saved answer is to be confirmed, by id; nobody when a later answer stands by now or confirmations are off. */
export const whomToConfirm = async (saved: SubmissionSaved): Promise<string[]> =>
  ((await read(saved))?.recipients ?? []).map(({ guestId }) => guestId);

/**
 * Mails one confirmation, unless a later answer stands by now; as often as this is tried, it leaves once.
 *
 * @throws MailError when the mail was not taken; the jobs server tries again
 */
export async function sendConfirmation(saved: SubmissionSaved, guestId: string): Promise<void> {
  const confirmation = await read(saved);
  const recipient = confirmation?.recipients.find((one) => one.guestId === guestId);
  if (confirmation && recipient) await sendMail(await confirmationMail(confirmation, recipient));
}
