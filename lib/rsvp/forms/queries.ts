import { and, eq, ilike, inArray } from "drizzle-orm";
import { rsvpForms, rsvpQuestions } from "@/db/schema";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { likeText } from "@/lib/http/like";
import { listTable } from "@/lib/http/list";
import { notFound } from "@/lib/http/problem";
import type { getForm as getContract, listForms as listContract, Question } from "./contract";

/** A question as the API shows it. */
export function shown(row: typeof rsvpQuestions.$inferSelect): Question {
  const { id, type, label, help, required, perGuest, eventId, askAtDoor, consentChannels, position } = row;
  const options = row.options.map((option) => ({ ...option, capacity: option.capacity ?? null }));
  const visibleIf = row.visibleIf as Question["visibleIf"];
  const asked = { id, type, label, help, required, options, perGuest, eventId, visibleIf };
  return { ...asked, askAtDoor, consentChannels, position };
}

/** The questions of forms, in the order they are asked, by form. */
export async function questionsOf(
  cx: Pick<Cx, "tx">,
  formIds: readonly string[],
): Promise<Map<string, Question[]>> {
  const rows = await cx.tx
    .select()
    .from(rsvpQuestions)
    .where(inArray(rsvpQuestions.formId, [...formIds]))
    .orderBy(rsvpQuestions.position, rsvpQuestions.id);
  return new Map(formIds.map((id) => [id, rows.filter(({ formId }) => formId === id).map(shown)]));
}

/** A page of a project's forms with their questions; the first form comes first. */
export async function listForms(
  cx: Cx,
  { params, query }: Input<typeof listContract>,
): Promise<Returned<typeof listContract>> {
  const { data, ...page } = await listTable(cx.tx, {
    ...{ table: rsvpForms, query, by: ["createdAt", "name"] },
    matches: and(
      eq(rsvpForms.projectId, params.id),
      query.q ? ilike(rsvpForms.name, likeText(query.q)) : undefined,
    ),
  });
  const questions = await questionsOf(
    cx,
    data.map(({ id }) => id),
  );
  return { ...page, data: data.map((row) => ({ ...row, questions: questions.get(row.id)! })) };
}

/** One form with its questions. */
export async function getForm(cx: Cx, { params }: Pick<Input<typeof getContract>, "params">) {
  const [row] = await cx.tx.select().from(rsvpForms).where(eq(rsvpForms.id, params.id));
  if (!row) throw notFound();
  return { ...row, questions: (await questionsOf(cx, [params.id])).get(params.id)! };
}
