import type { AnswerForm, AnswerGuest, AnswerProblem, AnswerResponse } from "@/lib/scene/answer-form";
import type { Invitation } from "@/lib/scene/context";
import { formatMoment } from "@/lib/scene/dates";
import {
  askedOf,
  hasAnswered,
  isClosed,
  optionsOf,
  type StandingResponse,
  standingOf,
} from "../household/policy";
import type { Household, HouseholdGuest } from "../household/queries";
import { eventsOf, hasLeft } from "../people/policy";
import { phaseOf } from "../policy";
import type { words } from "../words/policy";

/** Who a page asks: guests by themselves, named plus-ones in the places they take. */
export type Asked = {
  guests: HouseholdGuest[];
  /** Named plus-ones by their place (`<guest id>+1`, `household+1`), as the form calls it. */
  places: Map<string, HouseholdGuest>;
  /** Places of the household beyond the guests' own. */
  plusOnes: number;
};

/**
 * Sorts a household for its page: a named plus-one stands in a place of the guest who brings them, where the name
 * can be changed or cleared; one beyond the places (an allowance was lowered) is asked like everybody else.
 */
export function askedOnPage(household: Household): Asked {
  const { guests, group, invite } = household;
  const byId = new Map(guests.map((guest) => [guest.id, guest]));
  const hosts = guests.filter(({ plusOneOf }) => plusOneOf === null || !byId.has(plusOneOf));
  const brought = guests.filter((guest) => !hosts.includes(guest) && !hasLeft(guest));
  const plusOnes = invite.guestId === null ? group.maxPlusOnes : 0;
  const places = new Map<string, HouseholdGuest>();
  const more: HouseholdGuest[] = [];
  for (const host of hosts) {
    const theirs = brought.filter(({ plusOneOf }) => plusOneOf === host.id);
    for (const [at, guest] of theirs.entries()) {
      if (at < host.plusOneAllowance) places.set(`${host.id}+${at + 1}`, guest);
      else more.push(guest);
    }
  }
  for (const [at, guest] of more.entries()) if (at < plusOnes) places.set(`household+${at + 1}`, guest);
  return { guests: [...hosts, ...more.slice(plusOnes)], places, plusOnes };
}

/** The household's guests as the form on the page takes them. */
export const answerGuests = (household: Household, asked: Asked): AnswerGuest[] =>
  asked.guests.map((guest) => ({
    id: guest.id,
    firstName: guest.firstName,
    lastName: guest.lastName || null,
    ageBand: guest.ageBand,
    plusOneAllowance: guest.plusOneAllowance,
    eventIds: eventsOf(household, guest),
  }));

/** The form as the page takes it, with how much is left of limited options. */
export const pageForm = ({ form }: Household): AnswerForm | null =>
  form && {
    id: form.id,
    allowEdits: form.allowEdits,
    questions: form.questions.map((question) => ({ ...question, options: optionsOf(question.options) })),
  };

/** What stands, in the order of the page: guests by id, plus-ones by name in their places. */
function existing(household: Household, asked: Asked): Invitation["existing"] {
  const standing = new Map(standingOf(household).map((one) => [one.guestId, one]));
  const said = ({ attendance, answers }: StandingResponse) => ({
    // Who waits has said yes; that there is no place yet is told beside it.
    attendance: Object.fromEntries(
      Object.entries(attendance).map(([id, one]) => [
        id,
        one === "waitlisted" ? ("attending" as const) : one,
      ]),
    ),
    answers,
    waiting: Object.keys(attendance).filter((id) => attendance[id] === "waitlisted"),
  });
  const responses: AnswerResponse[] = [];
  for (const guest of asked.guests) {
    const one = standing.get(guest.id)!;
    if (Object.keys(one.attendance).length + Object.keys(one.answers).length > 0) {
      responses.push({ guestId: guest.id, ...said(one) });
    }
  }
  for (const [place, guest] of asked.places) {
    const plusOne = { firstName: guest.firstName, lastName: guest.lastName || null };
    responses.push({ plusOne, place, ...said(standing.get(guest.id)!) });
  }
  if (responses.length === 0 && !household.submission) return null;
  const { revision = 0, message = null } = household.submission ?? {};
  return { revision, responses, message };
}

/** What the page of a link is filled with, beside what stands in the database. */
export type Visit = {
  now: Date;
  url: string;
  token: string;
  /** The link opens, but takes no more answers: its uses are over. */
  isUsedUp: boolean;
  prefill?: "attending" | "declined" | null;
  justAnswered?: boolean;
  /** A post that was refused. */
  refused?: { entries: [string, string][]; errors: AnswerProblem[] };
};

/** The household's part of a personal page. */
export function invitationOf(household: Household, visit: Visit, t: ReturnType<typeof words>): Invitation {
  const { form, submission, project } = household;
  const asked = askedOnPage(household);
  const events = askedOf(household);
  const phase = form ? phaseOf(form, visit.now) : "open";
  const isOver =
    phase === "late" || (events.length > 0 && events.every((event) => isClosed(event, visit.now)));
  const answered = submission !== null || hasAnswered(household);
  const comes = household.guests.some((guest) =>
    guest.invitations.some(({ attendance }) => attendance === "attending"),
  );
  const closed = phase === "early" || isOver;
  return {
    url: visit.url,
    household: { name: household.group.name || null },
    guests: answerGuests(household, asked),
    plusOnes: asked.plusOnes,
    form: pageForm(household),
    status: closed ? "closed" : answered ? "answered" : "open",
    editable: !visit.isUsedUp && (submission === null || form?.allowEdits !== false),
    closedMessage:
      phase === "early"
        ? t("closed.early", { date: formatMoment(form!.opensAt!, project.timezone, project.locale) })
        : (form?.lateMessage ?? null),
    confirmationMessage: form?.confirmationMessage ?? null,
    deadline: deadlineOf(household, visit.now),
    existing: existing(household, asked),
    entries: visit.refused?.entries,
    errors: visit.refused?.errors,
    prefill: visit.prefill ?? null,
    justAnswered: visit.justAnswered ?? false,
    calendarUrl: comes ? `/i/${visit.token}/calendar.ics` : null,
    beaconUrl: `/api/invites/${visit.token}/open`,
  };
}

/** The last moment to answer: the form's, else the first of the events' that is still to come; without grace. */
export function deadlineOf(household: Household, now: Date): string | null {
  if (household.form?.closesAt) return household.form.closesAt;
  const coming = askedOf(household)
    .flatMap(({ rsvpDeadline }) => (rsvpDeadline ? [rsvpDeadline] : []))
    .filter((deadline) => new Date(deadline) >= now);
  return coming.sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null;
}

/**
 * Headers of everything behind a personal link: kept by nobody, found by no search engine, and its address is told
 * to no other site.
 */
export const personalHeaders = (more: Record<string, string>): Headers =>
  new Headers({
    "cache-control": "private, no-store",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex, nofollow",
    "x-content-type-options": "nosniff",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    ...more,
  });
