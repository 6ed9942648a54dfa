import { sendMail } from "@/lib/clients/mail";
import { runAsJob } from "@/lib/http/job";
import { deriveAgain } from "@/lib/tenancy/derived";
import { invitationPurpose, type MemberInvited } from "../events";
import { invitationOf } from "../queries";
import { invitationMail } from "./mail";

/**
 * Mails an invitation to a team, unless it was accepted or withdrawn meanwhile.
 *
 * @throws MailError when the mail was not taken; the jobs server tries again
 */
export async function sendInvitation(invited: MemberInvited): Promise<void> {
  const invitation = await runAsJob("invite-member", invited.organizationId, (cx) =>
    invitationOf(cx, invited),
  );
  const derived = invitation && deriveAgain(invitationPurpose, invitation.id, invitation.tokenHash);
  if (derived) await sendMail(await invitationMail(invitation, derived.token));
}
