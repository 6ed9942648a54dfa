import type { attendances, rsvpStatuses } from "@/db/schema/guests";

export type Standing = (typeof attendances)[number];
export type RsvpStatus = (typeof rsvpStatuses)[number];

/** Rules of the RSVP that need nothing but their arguments. Times are RFC 3339 or Dates; `now` is the database's. */

/**
 * What a guest's answers come to: none where invited nowhere; pending while an event is unanswered; else attending
 * if any, waitlisted, maybe, declined (model.md). `mutations.recomputeRsvpStatus` is its twin in SQL.
 *
 * @param attendance one entry for each event the guest is invited to, null where unanswered
 */
export function statusOf(attendance: readonly (Standing | null)[]): RsvpStatus {
  if (attendance.length === 0) return "none";
  if (attendance.includes(null)) return "pending";
  for (const standing of ["attending", "waitlisted", "maybe"] as const) {
    if (attendance.includes(standing)) return standing;
  }
  return "declined";
}

const HOUR = 3_600_000;

/** Whether a deadline with its grace has passed; the last moment itself still counts. */
export function isPast(deadline: string | Date | null, graceHours: number, now: Date): boolean {
  return deadline !== null && now.getTime() > new Date(deadline).getTime() + graceHours * HOUR;
}

type Window = { opensAt: string | Date | null; closesAt: string | Date | null; graceHours: number };

/** Whether a form takes answers now. */
export function phaseOf(form: Window, now: Date): "early" | "open" | "late" {
  if (form.opensAt !== null && now.getTime() < new Date(form.opensAt).getTime()) return "early";
  return isPast(form.closesAt, form.graceHours, now) ? "late" : "open";
}

/** The events that a link and a form ask one person about, of those the person is invited to. */
export function askedEvents(
  invited: readonly string[],
  ofInvite: readonly string[] | null,
  ofForm: readonly string[] | null,
): string[] {
  return invited.filter(
    (id) => (ofInvite === null || ofInvite.includes(id)) && (ofForm === null || ofForm.includes(id)),
  );
}

type PlusOne = { id: string; plusOneOf: string | null };

/** How many more people may be brought: by each guest, and by the household beyond that. */
export type Room = { byGuest: Map<string, number>; household: number };

/**
 * The places that are still free. A named plus-one takes a place of the guest who brings them; what does not fit
 * there takes one of the household's; what does not fit there either (an allowance was lowered) stays all the same.
 *
 * @param present named plus-ones who come or have not answered; one who declined takes no place
 */
export function roomFor(
  hosts: readonly { id: string; plusOneAllowance: number }[],
  maxPlusOnes: number,
  present: readonly PlusOne[],
): Room {
  const byGuest = new Map(hosts.map(({ id, plusOneAllowance }) => [id, plusOneAllowance]));
  let household = maxPlusOnes;
  for (const { plusOneOf } of present) {
    const own = byGuest.get(plusOneOf ?? "") ?? 0;
    if (own > 0) byGuest.set(plusOneOf!, own - 1);
    else household = Math.max(0, household - 1);
  }
  return { byGuest, household };
}

/**
 * Takes a place for one more person.
 *
 * @param preferred whose place is tried first: the guest that the newcomer was named after
 * @returns the guest who brings them, or null when there is no place
 */
export function takePlace(room: Room, preferred: string | null): string | null {
  const order = [...room.byGuest.keys()];
  const host = [preferred, ...order].find((id) => id !== null && (room.byGuest.get(id) ?? 0) > 0);
  if (host) {
    room.byGuest.set(host, room.byGuest.get(host)! - 1);
    return host;
  }
  if (room.household === 0) return null;
  room.household -= 1;
  return preferred ?? order[0] ?? null;
}
