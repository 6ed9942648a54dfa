import type { AnswerForm, AnswerGuest } from "./answer-form";
import type { Invitation, PageContext } from "./context";
import type { EventFacts, Facts } from "./facts";

const event = (id: string, name: string, startsAt: string, rest: Partial<EventFacts> = {}): EventFacts => ({
  id,
  name,
  startsAt,
  endsAt: null,
  timezone: "Europe/Rome",
  venueName: null,
  address: null,
  dressCode: null,
  rsvpDeadline: null,
  ...rest,
});

/** Occasions for tests and for looking at templates; no real people. */
export const OCCASIONS: Record<"letterpress" | "ledger" | "sunburst", Facts> = {
  letterpress: {
    project: {
      name: "Chiara & Thomas",
      kind: "wedding",
      eventDate: "2027-06-12",
      timezone: "Europe/Rome",
      locale: "en",
    },
    events: [
      event("ceremony", "Ceremony", "2027-06-12T13:00:00Z", {
        endsAt: "2027-06-12T14:00:00Z",
        venueName: "Villa Cetinale",
        address: "Strada di Cetinale 9, Sovicille, Siena",
        dressCode: "Black tie optional",
        rsvpDeadline: "2027-05-01T21:59:00Z",
      }),
      event("dinner", "Dinner and dancing", "2027-06-12T16:30:00Z", {
        endsAt: "2027-06-12T23:00:00Z",
        venueName: "The lemon house",
        address: "Villa Cetinale, Siena",
      }),
    ],
  },
  ledger: {
    project: {
      name: "Northwind Open House 2027",
      kind: "corporate",
      eventDate: "2027-10-14",
      timezone: "Europe/Berlin",
      locale: "en",
    },
    events: [
      event("evening", "Open house", "2027-10-14T16:00:00Z", {
        endsAt: "2027-10-14T20:30:00Z",
        timezone: "Europe/Berlin",
        venueName: "Alte Münze, Hall 4",
        address: "Molkenmarkt 2, 10179 Berlin",
        dressCode: "Come as you are",
        rsvpDeadline: "2027-09-30T21:59:00Z",
      }),
      event("tour", "Factory tour", "2027-10-15T08:00:00Z", {
        endsAt: "2027-10-15T10:00:00Z",
        timezone: "Europe/Berlin",
        venueName: "Plant 2",
        address: "Siemensdamm 50, 13629 Berlin",
      }),
    ],
  },
  sunburst: {
    project: {
      name: "Mila turns forty",
      kind: "birthday",
      eventDate: "2027-08-07",
      timezone: "Europe/Lisbon",
      locale: "en",
    },
    events: [
      event("party", "The party", "2027-08-07T18:00:00Z", {
        endsAt: "2027-08-08T02:00:00Z",
        timezone: "Europe/Lisbon",
        venueName: "Casa Independente",
        address: "Largo do Intendente 45, Lisbon",
        rsvpDeadline: "2027-07-20T21:59:00Z",
      }),
    ],
  },
};

/** The default questions, as a project's first form has them. */
export const FORM: AnswerForm = {
  id: "form",
  questions: [
    {
      id: "attendance",
      type: "attendance",
      label: "Will you come?",
      required: true,
      perGuest: true,
      position: 0,
    },
    {
      id: "meal",
      type: "meal",
      label: "Main course",
      required: true,
      perGuest: true,
      position: 1,
      options: [
        { value: "fish", label: "Sea bass" },
        { value: "beef", label: "Beef fillet" },
        { value: "veg", label: "Risotto", left: 12 },
      ],
    },
    {
      id: "diet",
      type: "short_text",
      label: "Allergies or dietary needs",
      perGuest: true,
      position: 2,
    },
    {
      id: "shuttle",
      type: "yes_no",
      label: "Do you need the shuttle from Siena?",
      required: false,
      position: 3,
    },
    {
      id: "from",
      type: "short_text",
      label: "From which hotel?",
      position: 4,
      visibleIf: { questionId: "shuttle", op: "equals", value: true },
    },
  ],
};

export function guest(
  id: string,
  firstName: string,
  lastName: string | null,
  rest: Partial<AnswerGuest> = {},
): AnswerGuest {
  return { id, firstName, lastName, ageBand: "adult", plusOneAllowance: 0, eventIds: [], ...rest };
}

/** A family of so many, invited to all the events of an occasion. */
export function family(size: number, facts: Facts): AnswerGuest[] {
  const names = ["Anna", "Benedikt", "Clara", "Emil", "Greta", "Jonas"];
  return names
    .slice(0, size)
    .map((name, at) => guest(`g${at + 1}`, name, "Hoffmann", { eventIds: facts.events.map(({ id }) => id) }));
}

/** A household's invitation, open and unanswered unless told otherwise. */
export function invitation(guests: AnswerGuest[], rest: Partial<Invitation> = {}): Invitation {
  return {
    url: "https://chiara-thomas.example.com/i/0f7Kq2mZ9xTbW4",
    household: { name: guests.length > 1 ? "Hoffmann family" : null },
    guests,
    form: FORM,
    status: "open",
    deadline: "2027-05-01T21:59:00Z",
    calendarUrl: "/i/0f7Kq2mZ9xTbW4/calendar.ics",
    beaconUrl: null,
    ...rest,
  };
}

/** A page's context around an invitation, at a fixed moment. */
export function pageContext(of: Invitation | null): PageContext {
  return {
    now: "2026-11-22T12:00:00Z",
    origin: "https://chiara-thomas.example.com",
    noindex: true,
    invitation: of,
  };
}
