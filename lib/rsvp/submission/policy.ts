import type { FieldError } from "@/lib/http/problem";
import type { AnswerValue } from "@/lib/scene/answer-rules";
import { formatMoment } from "@/lib/scene/dates";
import { mergeAnswers, type Sheet } from "../answers/policy";
import { type Consents, consentsOf } from "../consents/policy";
import type { Household, HouseholdForm } from "../household/queries";
import { type GivenResponse, missingAttendance, type Person, peopleOf } from "../people/policy";
import { isPast, phaseOf, type RsvpStatus, type Standing, statusOf } from "../policy";
import { allocate, type Choice, checkOptions, needsPlace, scarceOptions, type Wish } from "../seats/policy";
import type { words } from "../words/policy";

type T = ReturnType<typeof words>;
type Answers = Record<string, AnswerValue>;

/** One answer as it came in. */
export type Request = {
  responses: readonly GivenResponse[];
  /** Undefined leaves the note as it stands. */
  message?: string | null;
  /** The revision that the answer was made from. */
  revision?: number;
};

/** What one person said, as the envelope keeps it. */
export type KeptResponse = {
  guestId: string;
  firstName: string;
  lastName: string;
  plusOneOf: string | null;
  attendance: Record<string, Standing>;
  answers: Answers;
};

/** An answer thought through as far as it goes without counting places. */
export type Plan = {
  household: Household & { form: HouseholdForm };
  people: Person[];
  /** Everybody's wishes, by event. */
  wishes: Map<string, Wish[]>;
  before: Answers[];
  own: Answers[];
  sharedBefore: Answers;
  shared: Answers;
  message: string | null;
  errors: FieldError[];
  /** Problems of events whose own deadline has passed. */
  late: FieldError[];
  /** Whether the form takes a changed answer now. */
  phase: "early" | "open" | "late" | "once";
  /** What must be locked and counted before the answer can be settled. */
  count: { events: string[]; questions: string[] };
};

/** Counts of places taken, made under the locks of what they count. */
export type Counts = { events: Map<string, number>; options: Map<string, Map<string, number>> };

export type Settled = {
  responses: KeptResponse[];
  message: string | null;
  newcomers: (Person & { eventIds: string[] })[];
  renamed: Person[];
  attendance: { guestId: string; eventId: string; attendance: Standing }[];
  statuses: { guestId: string; status: RsvpStatus }[];
  /** Answers that are new or changed; guestId null is the household. */
  answers: { guestId: string | null; questionId: string; value: AnswerValue }[];
  /** Answers that are gone. */
  gone: { guestId: string | null; questionId: string }[];
  /** Messages that guests allow from now on by what they ticked, and those they do not allow any more. */
  consents: Consents;
  /** Nothing differs from what stands. */
  same: boolean;
};

const equal = (a: AnswerValue | undefined, b: AnswerValue | undefined) =>
  JSON.stringify(a) === JSON.stringify(b);

/** Reads an answer against what stands: who is spoken of, what they want, and what cannot be. Changes nothing. */
export function plan(
  household: Household & { form: HouseholdForm },
  request: Request,
  now: Date,
  t: T,
  newId: () => string,
): Plan {
  const { form, submission } = household;
  const phase = phaseOf(form, now);
  const fixed = phase !== "open" ? phase : submission && !form.allowEdits ? "once" : "open";
  const { people, errors } = peopleOf(household, request.responses, t, newId);
  const late: FieldError[] = [];
  const wishes = new Map<string, Wish[]>();
  for (const [at, person] of people.entries()) {
    for (const [eventId, wanted] of Object.entries(person.wanted)) {
      const event = household.events.find(({ id }) => id === eventId);
      const path = `responses.${person.given}.attendance.${eventId}`;
      if (!event || !(eventId in person.standing)) {
        errors.push({ path, message: t("problem.noEvent") });
        continue;
      }
      const standing = person.standing[eventId] ?? null;
      const stays = standing === wanted || (standing === "waitlisted" && wanted === "attending");
      if (fixed !== "open" && stays) continue;
      if (isPast(event.rsvpDeadline, event.graceHours, now)) {
        const explicit = person.given !== null && eventId in request.responses[person.given]!.attendance;
        const date = formatMoment(event.rsvpDeadline!, event.timezone, household.project.locale);
        if (explicit && !stays) late.push({ path, message: t("closed.event", { event: event.name, date }) });
        continue;
      }
      wishes.set(eventId, [...(wishes.get(eventId) ?? []), { at, standing, wanted }]);
    }
  }

  const before = people.map(({ id }) => answersOf(household, id));
  const sheets = people.map(
    (person, at): Sheet => ({
      attendance: Object.fromEntries(
        Object.entries(person.standing).flatMap(([id, standing]) => {
          const wanted = wishes.get(id)?.find((wish) => wish.at === at)?.wanted ?? standing;
          return wanted ? [[id, wanted === "waitlisted" ? ("attending" as const) : wanted]] : [];
        }),
      ),
      standing: before[at]!,
      // A plus-one who is not named any more has nothing left to say.
      given: person.given !== null ? request.responses[person.given]!.answers : isFreed(person) ? {} : null,
      index: person.given,
    }),
  );
  const sharedBefore = answersOf(household, null);
  const everybody = people.every(({ given, plusOneOf }) => given !== null || plusOneOf !== null);
  const merged = mergeAnswers(form, sheets, sharedBefore, everybody, t);
  errors.push(...merged.errors, ...missingAttendance(form, people, sheets, late, t));

  const events = [...wishes].filter(([id, of]) => {
    const event = household.events.find((one) => one.id === id);
    return event?.capacity !== null && of.some(needsPlace);
  });
  const questions = form.questions.filter(
    (question) =>
      scarceOptions(question, choicesOf(question.id, { people, before, own: merged.own })).length > 0,
  );
  return {
    household,
    people,
    wishes,
    before,
    own: merged.own,
    sharedBefore,
    shared: merged.household,
    message: request.message === undefined ? (submission?.message ?? null) : request.message || null,
    errors,
    late,
    phase: fixed,
    count: { events: events.map(([id]) => id).sort(), questions: questions.map(({ id }) => id).sort() },
  };
}

const isFreed = (person: Person) => person.given === null && Object.keys(person.wanted).length > 0;

const answersOf = (household: Household, guestId: string | null): Answers => {
  const known = new Set(household.form?.questions.map(({ id }) => id));
  return Object.fromEntries(
    household.answers
      .filter((answer) => answer.guestId === guestId && known.has(answer.questionId))
      .map(({ questionId, value }) => [questionId, value]),
  );
};

const choicesOf = (id: string, { people, before, own }: Pick<Plan, "people" | "before" | "own">): Choice[] =>
  people.map(({ given }, at) => ({
    path: `responses.${given ?? 0}.answers.${id}`,
    before: before[at]![id],
    after: own[at]![id],
  }));

/**
 * Gives out places and options, and tells what is to be written.
 *
 * @returns the whole of it, or the problems: `full` of events, `errors` of options
 */
export function settle(
  plan: Plan,
  counts: Counts,
  t: T,
): { settled: Settled } | { full: FieldError[]; errors: FieldError[] } {
  const { household, people, wishes, own, before } = plan;
  const full: FieldError[] = [];
  const final = people.map(({ standing }) => ({ ...standing }));
  for (const [eventId, of] of wishes) {
    const event = household.events.find(({ id }) => id === eventId)!;
    const places = allocate(event, counts.events.get(eventId) ?? null, of);
    if ("left" in places) {
      const message =
        places.left === 0
          ? t("full.none", { event: event.name })
          : t("full.some", { event: event.name, count: places.left });
      for (const wish of of.filter(needsPlace)) {
        full.push({ path: `responses.${people[wish.at]!.given}.attendance.${eventId}`, message });
      }
    } else for (const [i, { at }] of of.entries()) final[at]![eventId] = places.standing[i]!;
  }
  const errors = plan.count.questions.flatMap((id) => {
    const question = household.form.questions.find((one) => one.id === id)!;
    return checkOptions(question, counts.options.get(id) ?? new Map(), choicesOf(id, plan), t);
  });
  if (full.length + errors.length > 0) return { full, errors };

  const changed = people.flatMap((person, at) =>
    Object.entries(final[at]!)
      .filter(([id, attendance]) => attendance !== null && attendance !== person.standing[id])
      .map(([eventId, attendance]) => ({ guestId: person.id, eventId, attendance: attendance! })),
  );
  const diffs = [
    ...people.map((person, at) => diff(person.id, before[at]!, own[at]!)),
    diff(null, plan.sharedBefore, plan.shared),
  ];
  const newcomers = people
    .filter(({ isNew }) => isNew)
    .map((person) => ({
      ...person,
      eventIds: [...Object.keys(person.standing), ...Object.keys(person.elsewhere)],
    }));
  const renamed = people.filter((person) => person.renamed);
  const answers = diffs.flatMap((one) => one.answers);
  const gone = diffs.flatMap((one) => one.gone);
  const touched = new Set([...changed.map(({ guestId }) => guestId), ...newcomers.map(({ id }) => id)]);
  return {
    settled: {
      responses: people.flatMap((person, at) => kept(plan, person, at, final[at]!)),
      message: plan.message,
      newcomers,
      renamed,
      attendance: changed,
      statuses: people.flatMap((person, at) =>
        touched.has(person.id)
          ? [
              {
                guestId: person.id,
                status: statusOf([...Object.values(final[at]!), ...Object.values(person.elsewhere)]),
              },
            ]
          : [],
      ),
      answers,
      gone,
      consents: consentsOf(
        household.form.questions,
        people.map(({ id }, at) => ({ guestId: id, before: before[at]!, after: own[at]! })),
      ),
      same:
        household.submission !== null &&
        household.submission.message === plan.message &&
        [changed, newcomers, renamed, answers, gone].every((list) => list.length === 0),
    },
  };
}

function diff(guestId: string | null, before: Answers, after: Answers) {
  return {
    answers: Object.entries(after)
      .filter(([id, value]) => !equal(before[id], value))
      .map(([questionId, value]) => ({ guestId, questionId, value })),
    gone: Object.keys(before)
      .filter((id) => after[id] === undefined)
      .map((questionId) => ({ guestId, questionId })),
  };
}

/** What the envelope keeps of one person; nothing of somebody who has said nothing. The first carries the household's. */
function kept(
  plan: Plan,
  person: Person,
  at: number,
  final: Record<string, Standing | null>,
): KeptResponse[] {
  const attendance = Object.fromEntries(
    Object.entries(final).filter((entry): entry is [string, Standing] => entry[1] !== null),
  );
  const answers = at === 0 ? { ...plan.shared, ...plan.own[0] } : plan.own[at]!;
  if (Object.keys(attendance).length + Object.keys(answers).length === 0) return [];
  const { id, firstName, lastName, plusOneOf } = person;
  return [{ guestId: id, firstName, lastName, plusOneOf, attendance, answers }];
}
