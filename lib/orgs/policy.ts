import type { Role } from "@/db/schema/organizations";

const rank: Record<Role, number> = { owner: 5, admin: 4, editor: 3, viewer: 2, door_supervisor: 1, door: 0 };

/** Whether somebody of one role may give or change another: one's own and those below it. */
export const mayGive = (own: Role, given: Role): boolean => rank[given] <= rank[own];

/** What a role can be narrowed to: owners and admins see the whole organization, only the door knows single events. */
export const canBeNarrowed = (role: Role, to: "projects" | "events"): boolean =>
  role === "door" ||
  role === "door_supervisor" ||
  (to === "projects" && (role === "editor" || role === "viewer"));

/** Days that the link of an invitation works; sending it again begins them anew. */
export const invitationDays = 14;

/** When an invitation's link ends: after its days, or with the membership that it gives. */
export function invitationEnd(now: Date, membershipEnd: Date | null): Date {
  const end = new Date(now.getTime() + invitationDays * 86_400_000);
  return membershipEnd && membershipEnd < end ? membershipEnd : end;
}

export type InvitationState = "open" | "used" | "withdrawn" | "expired";

/** What has become of an invitation. */
export function stateOf(
  invitation: { withdrawnAt: Date | null; useCount: number; maxUses: number; expiresAt: Date },
  now: Date,
): InvitationState {
  if (invitation.withdrawnAt) return "withdrawn";
  if (invitation.useCount >= invitation.maxUses) return "used";
  return invitation.expiresAt <= now ? "expired" : "open";
}

/** A short name for an address, made from a name: "Vance & Rossi" becomes "vance-rossi". */
export function slugOf(name: string): string {
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/ß/g, "ss")
    .replace(/[æœøđłı]/g, (letter) => ({ æ: "ae", œ: "oe", ø: "o", đ: "d", ł: "l", ı: "i" })[letter]!)
    .replace(/[^a-z0-9]+/g, "-");
  return plain.slice(0, 50).replace(/^-+|-+$/g, "") || "team";
}
