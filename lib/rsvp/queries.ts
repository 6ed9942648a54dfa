import { and, eq, getTableColumns, gte, type SQL, sql } from "drizzle-orm";
import { guestGroups, invites, rsvpAnswers, rsvpForms, rsvpRevisions, rsvpSubmissions } from "@/db/schema";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { keyset, pageOf } from "@/lib/http/keyset";
import { escapeLike } from "@/lib/http/like";
import { countMost, MOST_COUNTED } from "@/lib/http/list";
import { notFound } from "@/lib/http/problem";
import type { AnswerValue } from "@/lib/scene/answer-rules";
import type { getSubmission as getContract, listSubmissions as listContract, Submission } from "./contract";
import { openedBy, standingOf } from "./household/policy";
import { linkTo, readHousehold } from "./household/queries";

type Responses = Submission["responses"];

const shown = (row: typeof rsvpSubmissions.$inferSelect) => ({
  ...row,
  responses: row.responses as Responses,
  // A personal link is told to its holder; hosts ask the invite for it.
  editUrl: null,
});

/** A page of a form's answers, those saved last first. */
export async function listSubmissions(
  cx: Cx,
  { params, query }: Input<typeof listContract>,
): Promise<Returned<typeof listContract>> {
  const sort = query.sort ?? "-submittedAt";
  const order = keyset(
    sort,
    query.cursor,
    {
      submittedAt: [{ expression: sql`${rsvpSubmissions.submittedAt}`, cast: "timestamptz" }],
      createdAt: [{ expression: sql`${rsvpSubmissions.createdAt}`, cast: "timestamptz" }],
    },
    sql`${rsvpSubmissions.id}`,
  );
  const [form] = await cx.tx
    .select({ projectId: rsvpForms.projectId })
    .from(rsvpForms)
    .where(eq(rsvpForms.id, params.id));
  if (!form) throw notFound();
  const matches = and(
    eq(rsvpSubmissions.formId, params.id),
    query.since ? gte(rsvpSubmissions.submittedAt, query.since) : undefined,
    query.source ? eq(rsvpSubmissions.source, query.source) : undefined,
    query.q ? ofHouseholds(form.projectId, query.q) : undefined,
  );
  const rows = await cx.tx
    .select({
      ...getTableColumns(rsvpSubmissions),
      groupId: invites.groupId,
      householdName: guestGroups.name,
      position: order.position,
    })
    .from(rsvpSubmissions)
    .innerJoin(invites, eq(invites.id, rsvpSubmissions.inviteId))
    .innerJoin(guestGroups, eq(guestGroups.id, invites.groupId))
    .where(and(matches, order.after))
    .orderBy(order.orderBy)
    .limit(query.limit + 1);
  const { data, nextCursor } = pageOf(rows, query.limit, sort);
  const counted = await countMost(
    cx.tx,
    sql`from rsvp_submissions
      join invites i on i.id = rsvp_submissions.invite_id join guest_groups g on g.id = i.group_id
     where ${matches}`,
  );
  return {
    data: data.map((row) => ({
      ...shown(row),
      groupId: row.groupId,
      householdName: householdName(row.householdName, row.responses as Responses),
    })),
    nextCursor,
    ...counted,
  };
}

const householdName = (name: string, responses: Responses): string =>
  name || responses.map(({ firstName, lastName }) => `${firstName} ${lastName}`.trim()).join(", ");

/** Answers of the households in which somebody is called so. */
const ofHouseholds = (projectId: string, q: string): SQL =>
  sql`exists (select from guests g join search_guests(${projectId}, ${escapeLike(q.toLowerCase())}, ${MOST_COUNTED}) s
        on s.guest_id = g.id join invites v on v.group_id = g.group_id where v.id = ${rsvpSubmissions.inviteId})`;

/** One answer with what stands of it, each question as it was worded then, and every saving. */
export async function getSubmission(
  cx: Cx,
  { params }: Input<typeof getContract>,
): Promise<Returned<typeof getContract>> {
  const [row] = await cx.tx
    .select({
      ...getTableColumns(rsvpSubmissions),
      groupId: invites.groupId,
      householdName: guestGroups.name,
    })
    .from(rsvpSubmissions)
    .innerJoin(invites, eq(invites.id, rsvpSubmissions.inviteId))
    .innerJoin(guestGroups, eq(guestGroups.id, invites.groupId))
    .where(eq(rsvpSubmissions.id, params.id));
  if (!row) throw notFound();
  const answers = await cx.tx
    .select()
    .from(rsvpAnswers)
    .where(eq(rsvpAnswers.submissionId, params.id))
    .orderBy(rsvpAnswers.id);
  const revisions = await cx.tx
    .select()
    .from(rsvpRevisions)
    .where(eq(rsvpRevisions.submissionId, params.id))
    .orderBy(sql`${rsvpRevisions.number} desc`);
  return {
    ...shown(row),
    groupId: row.groupId,
    householdName: householdName(row.householdName, row.responses as Responses),
    answers: answers.map(({ guestId, questionId, questionText, questionType, value, revision }) => ({
      guestId,
      questionId,
      question: questionText,
      type: questionType,
      value: value as AnswerValue,
      revision,
    })),
    revisions: revisions.map(({ number, at, source, actorKind, actorId, message, responses }) => ({
      number,
      at,
      source,
      actor: { kind: actorKind, id: actorId },
      message,
      responses: responses as Responses,
    })),
  };
}

/**
 * What a personal link opens: the people, their events, the form, and what stands of their answer.
 *
 * @throws AppError not_found when nobody is on the link any more
 */
export async function openedByLink(cx: Pick<Cx, "tx" | "now">, inviteId: string, token: string) {
  const household = await readHousehold(cx, inviteId);
  const { invite, group, project, site, submission, form } = household;
  const url = linkTo(site, token);
  return {
    invite: {
      id: invite.id,
      projectId: invite.projectId,
      groupId: invite.groupId,
      guestId: invite.guestId,
      siteId: invite.siteId,
      eventIds: invite.eventIds,
      // A link that opens nothing does not come here.
      status: "active" as const,
      expiresAt: invite.expiresAt && new Date(invite.expiresAt),
      householdName: group.name,
      maxPlusOnes: group.maxPlusOnes,
      url,
    },
    ...openedBy(household, cx.now),
    existingSubmission: submission && {
      ...submission,
      createdAt: new Date(submission.createdAt),
      updatedAt: new Date(submission.updatedAt),
      submittedAt: new Date(submission.submittedAt),
      projectId: project.id,
      formId: form!.id,
      inviteId: invite.id,
      responses: standingOf(household).filter(
        ({ attendance, answers }) => Object.keys(attendance).length + Object.keys(answers).length > 0,
      ),
      editUrl: url,
    },
  };
}
