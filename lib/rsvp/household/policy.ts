import type { AnswerValue } from "@/lib/scene/answer-rules";
import { eventsOf } from "../people/policy";
import { isPast, phaseOf, type Standing } from "../policy";
import type { Household, HouseholdEvent, HouseholdGuest } from "./queries";

/** What stands of one guest, of the events and questions that their link and form ask. */
export type StandingResponse = {
  guestId: string;
  firstName: string;
  lastName: string;
  plusOneOf: string | null;
  attendance: Record<string, Standing>;
  answers: Record<string, AnswerValue>;
};

/** What stands of a household's answer now, whichever link it came by; the household's own with the first guest. */
export function standingOf(household: Household): StandingResponse[] {
  const known = new Set(household.form?.questions.map(({ id }) => id));
  const answersOf = (guestId: string | null) =>
    household.answers
      .filter((answer) => answer.guestId === guestId && known.has(answer.questionId))
      .map(({ questionId, value }): [string, AnswerValue] => [questionId, value]);
  return household.guests.map((guest, at) => {
    const said = new Map(guest.invitations.map(({ eventId, attendance }) => [eventId, attendance]));
    return {
      guestId: guest.id,
      firstName: guest.firstName,
      lastName: guest.lastName,
      plusOneOf: guest.plusOneOf,
      attendance: Object.fromEntries(
        eventsOf(household, guest).flatMap((id) => {
          const attendance = said.get(id);
          return attendance ? [[id, attendance]] : [];
        }),
      ),
      answers: Object.fromEntries([...(at === 0 ? answersOf(null) : []), ...answersOf(guest.id)]),
    };
  });
}

/** Whether somebody of the household has said whether they come. */
export const hasAnswered = (household: Household): boolean =>
  standingOf(household).some(({ attendance }) => Object.keys(attendance).length > 0);

/** The events that anybody of the household is asked about, in order of time. */
export function askedOf(household: Household): HouseholdEvent[] {
  const ids = new Set(household.guests.flatMap((guest) => eventsOf(household, guest)));
  return household.events.filter(({ id }) => ids.has(id));
}

/** Whether an event's own deadline has passed. */
export const isClosed = (event: HouseholdEvent, now: Date): boolean =>
  isPast(event.rsvpDeadline, event.graceHours, now);

/** Whether there is no place left at an event, where its places were counted. */
export const isFull = ({ capacity, taken }: HouseholdEvent): boolean =>
  capacity !== null && taken !== null && taken >= capacity;

const invitationsOf = (household: Household, guest: HouseholdGuest) => {
  const said = new Map(guest.invitations.map(({ eventId, attendance }) => [eventId, attendance]));
  return eventsOf(household, guest).map((eventId) => ({
    eventId,
    invited: true as const,
    rsvpStatus: said.get(eventId) ?? ("pending" as const),
  }));
};

/** What a link opens, as the API tells it: the people, their events, and the form. */
export function openedBy(household: Household, now: Date) {
  const { form } = household;
  return {
    guests: household.guests.map(({ invitations, ...guest }) => ({
      ...guest,
      events: invitationsOf(household, { ...guest, invitations }),
    })),
    events: askedOf(household).map(({ capacity, taken, version, ...event }) => ({
      ...event,
      startsAt: new Date(event.startsAt),
      endsAt: event.endsAt && new Date(event.endsAt),
      rsvpDeadline: event.rsvpDeadline && new Date(event.rsvpDeadline),
      full: isFull({ ...event, capacity, taken, version }),
      closed: isClosed({ ...event, capacity, taken, version }, now),
    })),
    form: form && {
      ...form,
      opensAt: form.opensAt && new Date(form.opensAt),
      closesAt: form.closesAt && new Date(form.closesAt),
      createdAt: new Date(form.createdAt),
      updatedAt: new Date(form.updatedAt),
      phase: phaseOf(form, now),
      questions: form.questions.map((question) => ({ ...question, options: optionsOf(question.options) })),
    },
  };
}

/** Options with how many of them are left, where they are limited. */
export const optionsOf = (
  options: readonly { value: string; label: string; capacity?: number | null; taken?: number }[],
) =>
  options.map(({ value, label, capacity = null, taken = 0 }) => ({
    value,
    label,
    capacity,
    left: capacity === null ? null : Math.max(0, capacity - taken),
  }));
