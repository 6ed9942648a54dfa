import { eq, notInArray, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { lend } from "@/db/client";
import { events, rsvpForms, rsvpQuestions } from "@/db/schema";
import { type Cx, checkVersion, organizationOf } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { AppError, type FieldError, notFound } from "@/lib/http/problem";
import { audit, emit } from "@/lib/http/record";
import { settingOf } from "@/lib/settings/queries";
import { words } from "../words/policy";
import type {
  addQuestion as addContract,
  createForm as createContract,
  deleteForm as deleteContract,
  deleteQuestion as deleteQuestionContract,
  Question,
  updateForm as updateContract,
} from "./contract";
import { checkQuestions } from "./policy";
import { getForm, questionsOf } from "./queries";

type Given = NonNullable<Input<typeof createContract>["body"]["questions"]>[number];

/** Creates a form with the questions of the body, or with those that most invitations ask. */
export async function createForm(cx: Cx, { params, body }: Input<typeof createContract>) {
  const { questions = defaultQuestions("en"), ...fields } = body;
  const graceHours =
    fields.graceHours ?? (await settingOf(cx, "answers.graceHours", { projectId: params.id }));
  const eventIds = await eventsOf(cx, params.id);
  const numbered = number(questions, []);
  refuse([...checkForm(fields, eventIds), ...checkInOrder(numbered, questions, eventIds)]);
  const [row] = await cx.tx
    .insert(rsvpForms)
    .values({ ...fields, graceHours, organizationId: organizationOf(cx), projectId: params.id })
    .returning();
  if (numbered.length > 0) await cx.tx.insert(rsvpQuestions).values(rowsOf(cx, row!.id, numbered));
  const form = { ...row!, questions: await stored(cx, row!.id) };
  await record(cx, "form.created", form, { after: form });
  return form;
}

/** Changes a form: what the body leaves out stays, and answers survive whatever becomes of their questions. */
export async function updateForm(cx: Cx, { params, body }: Input<typeof updateContract>) {
  const before = await locked(cx, params.id);
  checkVersion(cx, before.version);
  const { questions, ...fields } = body;
  const numbered = questions && number(questions, before.questions);
  // What was right once is not asked again: an event may have been deleted since.
  const known = fields.eventIds || questions ? await eventsOf(cx, before.projectId) : new Set<string>();
  refuse([
    ...checkForm({ ...before, eventIds: null, ...fields }, known),
    ...(questions && numbered ? checkInOrder(numbered, questions, known) : []),
  ]);
  await cx.tx
    .update(rsvpForms)
    .set({ ...fields, version: sql`${rsvpForms.version} + 1`, updatedAt: cx.now })
    .where(eq(rsvpForms.id, params.id));
  if (numbered) await replaceQuestions(cx, params.id, numbered);
  const after = await getForm(cx, { params });
  await record(cx, "form.updated", after, { before, after });
  return after;
}

/** Soft delete: questions and answers stay as they are and become unreachable. */
export async function deleteForm(cx: Cx, { params }: Input<typeof deleteContract>) {
  const [row] = await lend(cx.tx, "trash", (tx) =>
    tx.update(rsvpForms).set({ deletedAt: cx.now }).where(eq(rsvpForms.id, params.id)).returning(),
  );
  if (!row) throw notFound();
  await record(cx, "form.deleted", row, { before: row });
}

/** Adds one question, at the end unless it names its position. */
export async function addQuestion(cx: Cx, { params, body }: Input<typeof addContract>): Promise<Question> {
  const form = await locked(cx, params.id);
  const last = form.questions.at(-1)?.position ?? 0;
  const id = uuidv7();
  const added = questionOf({ ...body, id }, id, body.position ?? last + 1);
  const all = [...form.questions, added].sort(inOrder);
  const at = all.indexOf(added);
  const eventIds = await eventsOf(cx, form.projectId);
  // Of the others nothing but what the newcomer stands before could have become wrong.
  refuse(checkQuestions(all, eventIds, (i) => (i === at ? "" : `questions.${i}`)));
  await cx.tx.insert(rsvpQuestions).values(rowsOf(cx, params.id, [added]));
  await touch(cx, params.id);
  await record(cx, "question.created", form, { after: added }, { kind: "question", id });
  return added;
}

/** Deletes one question. What was answered to it stays, with its wording; conditions on it hide nothing any more. */
export async function deleteQuestion(cx: Cx, { params }: Input<typeof deleteQuestionContract>) {
  const [found] = await cx.tx
    .select({ formId: rsvpQuestions.formId })
    .from(rsvpQuestions)
    .where(eq(rsvpQuestions.id, params.id));
  if (!found) throw notFound();
  const form = await locked(cx, found.formId);
  const [row] = await cx.tx.delete(rsvpQuestions).where(eq(rsvpQuestions.id, params.id)).returning();
  if (!row) throw notFound();
  await cx.tx
    .update(rsvpQuestions)
    .set({ visibleIf: null })
    .where(
      sql`${rsvpQuestions.formId} = ${form.id} and ${rsvpQuestions.visibleIf}->>'questionId' = ${row.id}`,
    );
  await touch(cx, form.id);
  await record(cx, "question.deleted", form, { before: row }, { kind: "question", id: row.id });
}

/** What most invitations ask. A plus-one's name and a note to the hosts belong to every form. */
function defaultQuestions(locale: string): Given[] {
  const t = words(locale);
  const base = {
    ...{ help: null, required: false, options: [], perGuest: true, eventId: null, visibleIf: null },
    ...{ askAtDoor: false, consentChannels: [] },
  };
  const meals = ["Meat", "Fish", "Vegetarian", "Vegan"] as const;
  return [
    { ...base, type: "attendance", label: t("default.attendance") },
    {
      ...base,
      type: "meal",
      label: t("default.meal"),
      options: meals.map((meal) => ({ value: meal.toLowerCase(), label: t(`default.meal${meal}`) })),
    },
    { ...base, type: "short_text", label: t("default.dietary") },
  ];
}

const inOrder = (a: Question, b: Question) => a.position - b.position || (a.id < b.id ? -1 : 1);

function questionOf(given: Given, id: string, position: number): Question {
  const options = given.options.map((option) => ({ ...option, capacity: option.capacity ?? null }));
  const { help = null, eventId = null, visibleIf = null } = given;
  return { ...given, id, options, help, eventId, visibleIf, position };
}

/**
 * Questions with ids of ours and their positions, in the order given. An id that the form does not have yet is a name
 * for a new question: conditions that refer to it follow.
 */
function number(given: readonly Given[], present: readonly Question[]): Question[] {
  const known = new Set(present.map(({ id }) => id));
  const names = new Map(given.map(({ id }) => [id, id && known.has(id) ? id : uuidv7()]));
  return given.map((one, at) => {
    const question = questionOf(one, one.id ? names.get(one.id)! : uuidv7(), one.position ?? at + 1);
    const on = question.visibleIf && names.get(question.visibleIf.questionId);
    return on ? { ...question, visibleIf: { ...question.visibleIf!, questionId: on } } : question;
  });
}

/** Checks questions as they will be asked; problems name their places in the request. */
function checkInOrder(
  numbered: readonly Question[],
  given: readonly Given[],
  eventIds: Set<string>,
): FieldError[] {
  const asked = [...numbered].sort(inOrder);
  const errors = checkQuestions(asked, eventIds, (at) => `questions.${numbered.indexOf(asked[at]!)}`);
  for (const [at, { id }] of given.entries()) {
    if (id && given.findIndex((one) => one.id === id) < at)
      errors.push({ path: `questions.${at}.id`, message: "is there twice" });
  }
  return errors;
}

type Window = { opensAt: Date | null; closesAt: Date | null; eventIds: string[] | null };

function checkForm({ opensAt, closesAt, eventIds }: Window, known: Set<string>): FieldError[] {
  const errors: FieldError[] = [];
  if (opensAt && closesAt && closesAt <= opensAt)
    errors.push({ path: "closesAt", message: "is not after opensAt" });
  for (const [at, id] of (eventIds ?? []).entries()) {
    if (!known.has(id)) errors.push({ path: `eventIds.${at}`, message: "is not an event of this project" });
  }
  return errors;
}

function refuse(errors: FieldError[]): void {
  if (errors.length === 0) return;
  throw new AppError("invalid", {
    detail: errors.map(({ path, message }) => `${path}: ${message}`).join("; "),
    errors,
  });
}

const eventsOf = async (cx: Cx, projectId: string) =>
  new Set(
    (await cx.tx.select({ id: events.id }).from(events).where(eq(events.projectId, projectId))).map(
      ({ id }) => id,
    ),
  );

async function locked(cx: Cx, id: string) {
  await cx.tx.select({ id: rsvpForms.id }).from(rsvpForms).where(eq(rsvpForms.id, id)).for("no key update");
  return getForm(cx, { params: { id } });
}

const stored = async (cx: Cx, formId: string) => (await questionsOf(cx, [formId])).get(formId)!;

const rowsOf = (cx: Cx, formId: string, questions: readonly Question[]) =>
  questions.map((question) => ({ ...question, organizationId: organizationOf(cx), formId }));

async function replaceQuestions(cx: Cx, formId: string, questions: readonly Question[]): Promise<void> {
  const ids = questions.map(({ id }) => id);
  const ofForm = sql`${rsvpQuestions.formId} = ${formId}`;
  await cx.tx
    .delete(rsvpQuestions)
    .where(ids.length > 0 ? sql`${ofForm} and ${notInArray(rsvpQuestions.id, ids)}` : ofForm);
  if (ids.length === 0) return;
  const columns = [
    "type",
    "label",
    "help",
    "required",
    "options",
    "perGuest",
    "eventId",
    "visibleIf",
    "askAtDoor",
    "consentChannels",
    "position",
  ] as const;
  await cx.tx
    .insert(rsvpQuestions)
    .values(rowsOf(cx, formId, questions))
    .onConflictDoUpdate({
      target: rsvpQuestions.id,
      set: {
        ...Object.fromEntries(columns.map((name) => [name, sql.raw(`excluded.${snake(name)}`)])),
        updatedAt: cx.now,
      },
      setWhere: ofForm,
    });
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const touch = (cx: Cx, formId: string) =>
  cx.tx
    .update(rsvpForms)
    .set({ version: sql`${rsvpForms.version} + 1`, updatedAt: cx.now })
    .where(eq(rsvpForms.id, formId));

async function record(
  cx: Cx,
  action: `${string}.${string}`,
  form: { id: string; projectId: string },
  change: { before?: unknown; after?: unknown },
  target: { kind: string; id: string } = { kind: "form", id: form.id },
): Promise<void> {
  await audit(cx, action, { ...target, projectId: form.projectId }, change);
  await emit(cx, { name: null, projectId: form.projectId, topic: "answers" });
}
