import type { FieldError } from "@/lib/http/problem";
import type { AnswerValue, Attendance } from "@/lib/scene/answer-rules";
import type { Sheet } from "../answers/policy";
import type { Household, HouseholdForm, HouseholdGuest } from "../household/queries";
import { askedEvents, roomFor, type Standing, takePlace } from "../policy";
import type { words } from "../words/policy";

/** One person's part of an answer, as `POST /rsvp/submit` takes it. */
export type GivenResponse = {
  guestId?: string;
  plusOne?: { firstName: string; lastName: string };
  attendance: Record<string, Attendance>;
  answers: Record<string, AnswerValue | null>;
};

/** Somebody the household's answer speaks of: a guest, or a plus-one who is named now. */
export type Person = {
  id: string;
  isNew: boolean;
  renamed: boolean;
  firstName: string;
  lastName: string;
  plusOneOf: string | null;
  /** The events they are asked about, and what stands there. */
  standing: Record<string, Standing | null>;
  /** What stands of the events they are invited to and not asked about here. */
  elsewhere: Record<string, Standing | null>;
  /** Which response speaks of them; null when they were left out and keep what stands. */
  given: number | null;
  /** What they say now, by event; their host's answer where they say nothing themselves. */
  wanted: Record<string, Attendance>;
};

type Names = { firstName: string; lastName: string };
const sameName = (a: Names, b: Names) =>
  `${a.firstName} ${a.lastName}`.trim().toLowerCase() === `${b.firstName} ${b.lastName}`.trim().toLowerCase();

/** Whether a plus-one has declined everything: their place is free for somebody else. */
export const hasLeft = (guest: HouseholdGuest): boolean =>
  guest.plusOneOf !== null &&
  guest.invitations.length > 0 &&
  guest.invitations.every(({ attendance }) => attendance === "declined");

/** The events one guest is asked about by this link and form. */
export function eventsOf(household: Household, guest: HouseholdGuest): string[] {
  const host = household.guests.find(({ id }) => id === guest.plusOneOf);
  const invited = new Set([...guest.invitations, ...(host?.invitations ?? [])].map(({ eventId }) => eventId));
  const inOrder = household.events.map(({ id }) => id).filter((id) => invited.has(id));
  return askedEvents(inOrder, household.invite.eventIds, household.form?.eventIds ?? null);
}

/** The guest whose response stands before one: a plus-one without an id is named after who brings them. */
function hostBefore(responses: readonly GivenResponse[], at: number): string | null {
  for (let i = at - 1; i >= 0; i--) if (responses[i]!.guestId) return responses[i]!.guestId!;
  return null;
}

/** Finds the guest that each response speaks of: by id; by name; else a plus-one not spoken of otherwise, renamed. */
function matchResponses(
  household: Household,
  responses: readonly GivenResponse[],
  t: ReturnType<typeof words>,
): { matched: Map<number, HouseholdGuest>; errors: FieldError[] } {
  const matched = new Map<number, HouseholdGuest>();
  const errors: FieldError[] = [];
  const spokenOf = new Set<string>();
  const match = (at: number, guest: HouseholdGuest) => {
    matched.set(at, guest);
    spokenOf.add(guest.id);
  };
  for (const [at, { guestId, plusOne }] of responses.entries()) {
    if (!guestId) continue;
    const guest = household.guests.find(({ id }) => id === guestId);
    const path = `responses.${at}.guestId`;
    if (!guest) errors.push({ path, message: t("problem.stranger") });
    else if (spokenOf.has(guestId)) errors.push({ path, message: t("problem.twice") });
    else if (plusOne && guest.plusOneOf === null)
      errors.push({ path: `responses.${at}.plusOne`, message: t("problem.notRenamed") });
    else match(at, guest);
  }
  const named = [...responses.entries()].filter(([, { guestId }]) => !guestId);
  const nearest = (at: number, candidates: HouseholdGuest[]) => {
    const host = hostBefore(responses, at);
    return candidates.find(({ plusOneOf }) => plusOneOf === host) ?? candidates[0];
  };
  const plusOnes = household.guests.filter(({ plusOneOf }) => plusOneOf !== null);
  const passes: ((guest: HouseholdGuest, names: Names) => boolean)[] = [
    (guest, names) => sameName(guest, names),
    (guest) => !hasLeft(guest),
  ];
  for (const fits of passes) {
    for (const [at, { plusOne }] of named) {
      if (matched.has(at)) continue;
      const free = plusOnes.filter((guest) => !spokenOf.has(guest.id) && fits(guest, plusOne!));
      const guest = nearest(at, free);
      if (guest) match(at, guest);
    }
  }
  return { matched, errors };
}

function personOf(household: Household, guest: HouseholdGuest): Person {
  const asked = eventsOf(household, guest);
  const standing = new Map(guest.invitations.map(({ eventId, attendance }) => [eventId, attendance]));
  return {
    id: guest.id,
    isNew: false,
    renamed: false,
    firstName: guest.firstName,
    lastName: guest.lastName,
    plusOneOf: guest.plusOneOf,
    standing: Object.fromEntries(asked.map((id) => [id, standing.get(id) ?? null])),
    elsewhere: Object.fromEntries([...standing].filter(([id]) => !asked.includes(id))),
    given: null,
    wanted: {},
  };
}

const comesToNothing = (person: Person) => {
  const said = Object.keys(person.standing).map((id) => person.wanted[id] ?? person.standing[id]);
  return said.length > 0 && said.every((one) => one === "declined");
};

/**
 * Everybody an answer speaks of, in the order of the household, newcomers last. A plus-one is known by id or by name;
 * one who is named differently is renamed; one whose host answers without naming them is not coming any more, and
 * neither is one who is named for the first time and comes to nothing. Only newcomers need a free place.
 */
export function peopleOf(
  household: Household,
  responses: readonly GivenResponse[],
  t: ReturnType<typeof words>,
  newId: () => string,
): { people: Person[]; errors: FieldError[] } {
  const { matched, errors } = matchResponses(household, responses, t);
  const people = household.guests.map((guest) => personOf(household, guest));
  const byId = new Map(people.map((person) => [person.id, person]));
  for (const [at, { id }] of matched) {
    const person = byId.get(id)!;
    const { plusOne } = responses[at]!;
    person.given = at;
    if (plusOne && (plusOne.firstName !== person.firstName || plusOne.lastName !== person.lastName)) {
      Object.assign(person, plusOne, { renamed: true });
    }
  }
  // Hosts before those they bring, who come to what their host comes to where they say nothing themselves.
  for (const person of [...people].sort(
    (a, b) => Number(a.plusOneOf !== null) - Number(b.plusOneOf !== null),
  )) {
    const host = byId.get(person.plusOneOf ?? "");
    if (person.given !== null) person.wanted = wantedOf(person, responses[person.given]!, host);
    else if (host && host.given !== null) {
      person.wanted = Object.fromEntries(Object.keys(person.standing).map((id) => [id, "declined"]));
    }
  }
  const present = people.filter((person) => person.plusOneOf !== null && !comesToNothing(person));
  const hosts = household.guests.filter(({ plusOneOf }) => plusOneOf === null);
  // A link narrowed to one guest has that guest's places only.
  const shared = household.invite.guestId === null ? household.group.maxPlusOnes : 0;
  const room = roomFor(hosts, shared, present);
  for (const [at, response] of responses.entries()) {
    if (response.guestId || matched.has(at)) continue;
    const place = { ...room, byGuest: new Map(room.byGuest) };
    const hostId = takePlace(place, hostBefore(responses, at));
    const host = byId.get(hostId ?? hosts[0]?.id ?? "");
    const person = newcomer(response, at, host, newId);
    if (comesToNothing(person)) continue;
    if (hostId === null || !host) {
      errors.push({ path: `responses.${at}.plusOne`, message: t("problem.noPlace") });
      continue;
    }
    Object.assign(room, place);
    people.push(person);
  }
  return { people, errors };
}

function newcomer(
  response: GivenResponse,
  at: number,
  host: Person | undefined,
  newId: () => string,
): Person {
  const standing = Object.fromEntries(Object.keys(host?.standing ?? {}).map((id) => [id, null]));
  const person: Person = {
    id: newId(),
    isNew: true,
    renamed: false,
    ...response.plusOne!,
    plusOneOf: host?.id ?? null,
    standing,
    elsewhere: Object.fromEntries(Object.keys(host?.elsewhere ?? {}).map((id) => [id, null])),
    given: at,
    wanted: {},
  };
  person.wanted = wantedOf(person, response, host);
  return person;
}

function wantedOf(
  person: Person,
  response: GivenResponse,
  host: Person | undefined,
): Record<string, Attendance> {
  const wanted = { ...response.attendance };
  if (!host) return wanted;
  const silent = Object.keys(wanted).length === 0;
  for (const id of Object.keys(person.standing)) {
    if (wanted[id] !== undefined || (person.standing[id] && !silent)) continue;
    const theirs = host.wanted[id] ?? host.standing[id];
    if (theirs) wanted[id] = theirs === "waitlisted" ? "attending" : theirs;
  }
  return wanted;
}

/** An answer that says nothing of coming is none; a required attendance wants every event. */
export function missingAttendance(
  form: HouseholdForm,
  people: readonly Person[],
  sheets: readonly Pick<Sheet, "attendance">[],
  late: readonly FieldError[],
  t: ReturnType<typeof words>,
): FieldError[] {
  const asks = people.some(({ standing }) => Object.keys(standing).length > 0);
  const spoken = people.findIndex(
    ({ given, standing }) => given !== null && Object.keys(standing).length > 0,
  );
  if (asks && late.length === 0 && sheets.every(({ attendance }) => Object.keys(attendance).length === 0)) {
    const person = people[spoken];
    const path = person
      ? `responses.${person.given}.attendance.${Object.keys(person.standing)[0]}`
      : "responses";
    return [{ path, message: t("problem.attendance") }];
  }
  const required = form.questions.filter((question) => question.type === "attendance" && question.required);
  return people.flatMap((person, at) =>
    person.given === null
      ? []
      : Object.keys(person.standing)
          .filter((id) => required.some(({ eventId }) => eventId === null || eventId === id))
          .filter((id) => sheets[at]!.attendance[id] === undefined)
          .map((id) => ({
            path: `responses.${person.given}.attendance.${id}`,
            message: t("problem.attendance"),
          })),
  );
}
