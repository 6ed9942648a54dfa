import { randomBytes } from "node:crypto";
import type { InviteStatus } from "./contract";

export { tokenPurpose } from "@/lib/tenancy/invite-token";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const LENGTH = 22;

/**
 * A new token: 22 letters and digits, 131 random bits. No signs at its end that a mail program would leave out of
 * the link.
 */
export function newToken(): string {
  let token = "";
  while (token.length < LENGTH) {
    // 248 is the largest multiple of 62 in a byte: what lies above would favour the first letters.
    for (const byte of randomBytes(LENGTH)) if (byte < 248) token += ALPHABET[byte % 62];
  }
  return token.slice(0, LENGTH);
}

/** What an invite is called: one whose time or uses are over has expired. */
export function statusAt(
  invite: { status: "active" | "revoked"; expiresAt: Date | null; maxUses: number | null; useCount: number },
  now: Date,
): InviteStatus {
  if (invite.status === "revoked") return "revoked";
  const over = invite.expiresAt !== null && now >= invite.expiresAt;
  return over || (invite.maxUses !== null && invite.useCount >= invite.maxUses) ? "expired" : "active";
}
