"use client";

import type { GuestDetail } from "@/lib/guests/contract";

/** The household's personal link, to be copied; empty until invites can be read. */
export function PersonalLink(_: { projectId: string; guest: GuestDetail }) {
  return null;
}
