import { instantOf, wallClock } from "../delivery/window/policy";
import type { Trigger } from "./contract";

/** Rules of campaigns that are sent by themselves. */

/** The dates that a run hangs on, and the zone of the clocks it goes by. */
export type Dates = { zone: string; deadline: Date | null; endsAt: Date | null };

const DAY = 86_400_000;
/** How often answers are looked for that no event told of. */
const SWEEP = 3_600_000;
/** For so long after an event answers may still be entered by the hosts. */
const AFTERWARDS = DAY;

/** The same time of day on a day near a date, by the clocks of a zone: a day on which they change has 23 hours or 25. */
function slot(zone: string, date: Date, days: number, at: string): Date {
  const local = wallClock(zone, date);
  const [hours, minutes] = [Number(at.slice(0, 2)), Number(at.slice(3, 5))];
  const wall = Date.UTC(
    local.getUTCFullYear(),
    local.getUTCMonth(),
    local.getUTCDate() + days,
    hours,
    minutes,
  );
  return instantOf(zone, wall);
}

/**
 * When an automation runs next.
 *
 * @param after the last run, or the approval
 * @returns `no_date` when the date it hangs on is missing; null when nothing more can come
 */
export function nextRun(trigger: Trigger, dates: Dates, after: Date): Date | null | "no_date" {
  const { zone, deadline, endsAt } = dates;
  switch (trigger.kind) {
    case "not_answered": {
      if (deadline === null) return "no_date";
      const { daysBefore, everyDays, at } = trigger;
      for (let days = -daysBefore; days <= 0; days += everyDays ?? daysBefore + 1) {
        const run = slot(zone, deadline, days, at);
        if (run >= deadline) return null;
        if (run > after) return run;
      }
      return null;
    }
    case "after_event": {
      if (endsAt === null) return "no_date";
      const run = new Date(
        Math.max(slot(zone, endsAt, trigger.days, trigger.at).getTime(), endsAt.getTime()),
      );
      return run > after ? run : null;
    }
    case "answered":
      if (endsAt !== null && after.getTime() > endsAt.getTime() + AFTERWARDS) return null;
      return new Date(after.getTime() + SWEEP);
  }
}

/** Why a reminder is not sent: answers were due before it could leave. */
export const DEADLINE_PASSED = "deadline_passed";

/** Whether answers are due already, so that whoever is reminded now is asked in vain. */
export const isOverdue = (trigger: Trigger | null, { deadline }: Dates, now: Date): boolean =>
  trigger?.kind === "not_answered" && deadline !== null && deadline <= now;

/** Whether each guest gets it once however often it runs: all of its messages are then of one run. */
export const isOncePerGuest = (trigger: Trigger): boolean => trigger.kind !== "not_answered";
