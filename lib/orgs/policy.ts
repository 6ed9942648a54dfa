import type { Role } from "@/db/schema/organizations";

const rank: Record<Role, number> = { owner: 5, admin: 4, editor: 3, viewer: 2, door_supervisor: 1, door: 0 };

/** Whether somebody of one role may give another: one's own and those below it. */
export const mayGive = (own: Role, given: Role): boolean => rank[given] <= rank[own];

/** Whether a role can be narrowed to projects or events. The others see the whole organization. */
export const canBeNarrowed = (role: Role): boolean => role === "door" || role === "door_supervisor";

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
