import { type AnswerValue, type Attendance, applies } from "./answer-rules";

/**
 * The RSVP form as plain HTML form fields, and back. `application/x-www-form-urlencoded`, these names:
 *
 *   all                      attending | declined       fills every attendance that was left open
 *   a.<who>.<eventId>        attending | declined | maybe
 *   q.<questionId>           a household question       (repeated for several choices)
 *   q.<questionId>.<who>     a question asked per guest
 *   p.<who>.first, .last     the name of a plus-one     (an empty first name: nobody comes along)
 *   message                  a note to the hosts
 *   revision                 the revision the form was filled from, 0 for none
 *
 * <who> is a guest's id, or `<guestId>+1`, `+2` … for a guest's unnamed places, `household+1` … for the
 * household's own.
 */
export type AnswerQuestion = {
  id: string;
  type:
    | "attendance"
    | "short_text"
    | "long_text"
    | "single_choice"
    | "multiple_choice"
    | "picture_choice"
    | "number"
    | "date"
    | "meal"
    | "yes_no"
    | "phone"
    | "email"
    | "consent";
  label: string;
  help?: string | null;
  required?: boolean;
  /** `left`: places still free, where the option has a capacity and the server knows. */
  options?: { value: string; label: string; capacity?: number | null; left?: number | null }[] | null;
  perGuest?: boolean;
  eventId?: string | null;
  visibleIf?: {
    questionId: string;
    op: "equals" | "not_equals" | "includes" | "answered";
    value?: unknown;
  } | null;
  askAtDoor?: boolean;
  position?: number;
};

export type AnswerForm = { id: string; questions: AnswerQuestion[]; allowEdits?: boolean };

export type AnswerGuest = {
  id: string;
  firstName: string;
  lastName: string | null;
  ageBand?: "adult" | "child" | "infant" | null;
  plusOneAllowance?: number | null;
  /** The events this guest is invited to. */
  eventIds: string[];
};

/** One person's answer, as `POST /rsvp/submit` takes it. */
export type AnswerResponse = {
  guestId?: string;
  plusOne?: { firstName: string; lastName: string | null };
  attendance: Record<string, Attendance>;
  answers: Record<string, AnswerValue>;
  /** Of what stands: the place a named plus-one takes (`<guestId>+1`, `household+1`). */
  place?: string;
  /** Of what stands: events at which they said yes and wait for a place. */
  waiting?: string[];
};

/** A problem with an answer: `path` is the API's (`responses.0.attendance.<eventId>`), `message` is for people. */
export type AnswerProblem = { path: string; message: string };

export type ParsedAnswer = {
  responses: AnswerResponse[];
  message: string | null;
  /** The revision the guest saw; another one stands by now if it differs. */
  revision: number;
  /** Everything as typed, for `Invitation.entries` when the answer is refused. */
  entries: [string, string][];
};

/** A person the form asks: a guest, or an unnamed place (`host` says whose). */
export type Asked = { who: string; guest: AnswerGuest | null; host: AnswerGuest | null; eventIds: string[] };

/** Everyone the form asks, in order: each guest, then the places that come with them, then the household's. */
export function whoIsAsked(guests: readonly AnswerGuest[], plusOnes = 0): Asked[] {
  const asked: Asked[] = [];
  for (const guest of guests) {
    asked.push({ who: guest.id, guest, host: null, eventIds: guest.eventIds });
    for (let n = 1; n <= Math.min(guest.plusOneAllowance ?? 0, 20); n += 1) {
      asked.push({ who: `${guest.id}+${n}`, guest: null, host: guest, eventIds: guest.eventIds });
    }
  }
  const all = [...new Set(guests.flatMap((guest) => guest.eventIds))];
  for (let n = 1; n <= Math.min(plusOnes, 20); n += 1) {
    asked.push({ who: `household+${n}`, guest: null, host: guests[0] ?? null, eventIds: all });
  }
  return asked;
}

/** Questions in the order they are asked. */
export function inOrder(questions: readonly AnswerQuestion[]): AnswerQuestion[] {
  return [...questions].sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
}

const ATTENDANCES = new Set<string>(["attending", "declined", "maybe"]);

type Entries = { get(name: string): string | null; getAll(name: string): string[] };

function entriesOf(data: FormData | URLSearchParams): { list: [string, string][]; read: Entries } {
  const list: [string, string][] = [];
  const byName = new Map<string, string[]>();
  for (const [name, value] of data.entries()) {
    if (typeof value !== "string") continue;
    list.push([name, value]);
    byName.set(name, [...(byName.get(name) ?? []), value]);
  }
  return {
    list,
    read: { get: (name) => byName.get(name)?.[0] ?? null, getAll: (name) => byName.get(name) ?? [] },
  };
}

/** One question's value from its fields; undefined where nothing was given. */
function readValue(question: AnswerQuestion, name: string, read: Entries): AnswerValue | undefined {
  const given = read.getAll(name).map((value) => value.replaceAll("\r\n", "\n").trim());
  const first = given.find((value) => value !== "");
  switch (question.type) {
    case "multiple_choice": {
      const chosen = [...new Set(given.filter((value) => value !== ""))];
      return chosen.length > 0 ? chosen : undefined;
    }
    case "yes_no":
      return first === undefined ? undefined : first === "yes" ? true : first === "no" ? false : first;
    case "consent":
      return first === "yes" ? true : undefined;
    case "number": {
      if (first === undefined) return undefined;
      const number = Number(first.replace(",", "."));
      // What is no number goes through as typed, for the server to refuse beside the field.
      return Number.isFinite(number) ? number : first;
    }
    default:
      return first;
  }
}

/**
 * A posted form as `responses` of `POST /rsvp/submit`. Only the household's own guests, events and questions
 * are read; hidden or stale fields of questions that do not apply are left out; a plus-one without a name is
 * nobody, and comes to what their host comes to. Nothing is validated here beyond its shape.
 */
export function parseAnswerForm(
  data: FormData | URLSearchParams,
  form: AnswerForm,
  guests: readonly AnswerGuest[],
  plusOnes = 0,
): ParsedAnswer {
  const { list, read } = entriesOf(data);
  const all = read.get("all");
  const questions = inOrder(form.questions).filter(({ type }) => type !== "attendance");
  const asked = whoIsAsked(guests, plusOnes);
  const responses: AnswerResponse[] = [];
  const attendanceOf = new Map<string, Record<string, Attendance>>();

  for (const person of asked) {
    const attendance: Record<string, Attendance> = {};
    for (const eventId of person.eventIds) {
      const given = read.get(`a.${person.who}.${eventId}`) || (person.guest ? all : null);
      if (given && ATTENDANCES.has(given)) attendance[eventId] = given as Attendance;
      else if (person.host) {
        const host = attendanceOf.get(person.host.id)?.[eventId];
        if (host) attendance[eventId] = host;
      }
    }
    attendanceOf.set(person.who, attendance);
    const firstName = read.get(`p.${person.who}.first`)?.trim() ?? "";
    if (person.guest) responses.push({ guestId: person.guest.id, attendance, answers: {} });
    else if (firstName !== "") {
      const lastName = read.get(`p.${person.who}.last`)?.trim() || null;
      responses.push({ plusOne: { firstName, lastName }, attendance, answers: {} });
    } else continue;
    const response = responses.at(-1) as AnswerResponse;
    for (const question of questions.filter(({ perGuest }) => perGuest)) {
      const value = readValue(question, `q.${question.id}.${person.who}`, read);
      if (value !== undefined) response.answers[question.id] = value;
    }
  }

  const first = responses[0];
  if (first) {
    for (const question of questions.filter(({ perGuest }) => !perGuest)) {
      const value = readValue(question, `q.${question.id}`, read);
      if (value !== undefined) first.answers[question.id] = value;
    }
  }
  return {
    responses: withoutWhatDoesNotApply(form, responses),
    message: read.get("message")?.replaceAll("\r\n", "\n").trim() || null,
    revision: Number(read.get("revision")) || 0,
    entries: list,
  };
}

/** Drops answers to questions that their conditions hide; a hidden answer hides what depends on it. */
export function withoutWhatDoesNotApply(form: AnswerForm, responses: AnswerResponse[]): AnswerResponse[] {
  return responses.map((response) => ({
    ...response,
    answers: Object.fromEntries(
      Object.entries(response.answers).filter(([id]) => applies(form, id, response, responses)),
    ),
  }));
}

/** The form field that an API path speaks of (`responses.1.answers.<id>` → `q.<id>.<who>`); null if none. */
export function fieldOfPath(
  path: string,
  form: AnswerForm,
  responses: readonly AnswerResponse[],
  guests: readonly AnswerGuest[],
  plusOnes = 0,
  entries: readonly [string, string][] = [],
): string | null {
  const [root, index, part, id] = path.replaceAll("/", ".").replace(/^\./, "").split(".");
  if (root === "message") return "message";
  const response = root === "responses" ? responses[Number(index)] : undefined;
  if (!response) return null;
  let who = response.guestId;
  if (!who) {
    const nth = responses.slice(0, Number(index)).filter(({ plusOne }) => plusOne).length;
    const named = whoIsAsked(guests, plusOnes).filter(
      (person) =>
        !person.guest && entries.some(([name, value]) => name === `p.${person.who}.first` && value.trim()),
    );
    who = named[nth]?.who;
  }
  if (!who) return null;
  if (part === "attendance") return id ? `a.${who}.${id}` : `a.${who}`;
  if (part === "plusOne") return `p.${who}.first`;
  if (part !== "answers" || !id) return null;
  return form.questions.find((question) => question.id === id)?.perGuest ? `q.${id}.${who}` : `q.${id}`;
}
