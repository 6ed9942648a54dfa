import { inngest } from "@/lib/clients/inngest";
import type { MemberInvited } from "@/lib/orgs/events";
import { sendInvitation } from "@/lib/orgs/invitation/mutations";

/** Mails an invitation to a team. Tried again by the jobs server; the mail's key sends it once. */
export const inviteMember = inngest().createFunction(
  { id: "invite-member", triggers: [{ event: "orgs/member.invited" }] },
  ({ event, step }) => step.run("send", () => sendInvitation(event.data as MemberInvited)),
);
