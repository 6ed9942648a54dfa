/** Sent when somebody is invited; the function that mails the invitation listens. */
export type MemberInvited = { organizationId: string; memberId: string; inviterId: string | null };

/** What the token of an invitation is derived for (lib/tenancy/derived.ts). */
export const invitationPurpose = "join";
