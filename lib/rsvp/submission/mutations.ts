import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { answerSources } from "@/db/schema/rsvp";
import { submissionSaved } from "../events";
import type { Settled } from "./policy";

/** One answer, ready to be written; ids are made by the caller. */
export type Saving = Settled & {
  id: string;
  revisionId: string;
  organizationId: string;
  projectId: string;
  groupId: string;
  formId: string;
  inviteId: string;
  /** The number of this saving, 1 for the first. */
  revision: number;
  source: (typeof answerSources)[number];
  by: { kind: string; id: string | null; name: string | null };
  /** Who opened the link, for its log; null where the answer came another way. */
  visitor: { userAgent: string | null; ipHash: string | null; isBot: boolean } | null;
  requestId: string;
  ip: string | null;
  auditId: string;
  eventId: string;
  logId: string;
  /** Ids for the answers that are new; as many as there are answers. */
  answerIds: string[];
};

export type Saved = { id: string; revision: number; submittedAt: Date; createdAt: Date; updatedAt: Date };

/**
 * Writes any number of answers in one statement: envelope, revision, newcomers, attendance, statuses, answers, the
 * link's use and log, audit and outbox. The households must be locked (`lockHouseholds`), and each be there once.
 */
export async function saveAnswers(tx: Tx, savings: readonly Saving[]): Promise<Map<string, Saved>> {
  const some = (pick: (saving: Saving) => readonly unknown[]) =>
    savings.some((saving) => pick(saving).length > 0);
  const rows = await tx.execute<{
    id: string;
    revision: number;
    submitted_at: string;
    created_at: string;
    updated_at: string;
  }>(sql`
    with input as materialized (
      select s.*, s."organizationId" as org from jsonb_to_recordset(${JSON.stringify(savings.map(row))}::jsonb) as s (
        id uuid, "revisionId" uuid, "organizationId" uuid, "projectId" uuid, "groupId" uuid, "formId" uuid,
        "inviteId" uuid, revision int, source text, message text, responses jsonb, "actorKind" text, "actorId" text,
        "actorName" text, newcomers jsonb, people jsonb, attendance jsonb, answers jsonb, gone jsonb, visitor jsonb,
        "requestId" text, ip text, "auditId" uuid, "eventId" uuid, "logId" uuid)
    ), saved as (
      insert into rsvp_submissions
             (id, organization_id, project_id, form_id, invite_id, revision, source, message, responses, submitted_at)
      select id, org, "projectId", "formId", "inviteId", revision, source, message, responses, now() from input
      on conflict (invite_id, form_id) do update set revision = excluded.revision, source = excluded.source,
        message = excluded.message, responses = excluded.responses, submitted_at = now(), updated_at = now()
      returning id, revision, submitted_at, created_at, updated_at
    ), revised as (
      insert into rsvp_revisions
             (id, organization_id, submission_id, number, at, source, actor_kind, actor_id, message, responses)
      select "revisionId", org, id, revision, now(), source, "actorKind", "actorId", message, responses from input
    ), ${some(({ newcomers }) => newcomers) ? newcomers : sql``} ${
      some(({ renamed, statuses }) => [...renamed, ...statuses]) ? people : sql``
    } invited as (
      insert into guest_events (organization_id, guest_id, event_id, attendance, source, revision_id, answered_at)
      select i.org, a."guestId", a."eventId", a.attendance, case when a.attendance is not null then i.source end,
             case when a.attendance is not null then i."revisionId" end, case when a.attendance is not null then now() end
        from input i, jsonb_to_recordset(i.attendance) as a ("guestId" uuid, "eventId" uuid, attendance text)
       order by a."guestId", a."eventId"
      on conflict (guest_id, event_id) do update set invited = true, attendance = excluded.attendance,
        source = excluded.source, revision_id = excluded.revision_id, answered_at = excluded.answered_at
    ), answered as (
      insert into rsvp_answers
             (id, organization_id, submission_id, guest_id, question_id, question_text, question_type, value, revision)
      select a.id, i.org, i.id, a."guestId", q.id, q.label, q.type, a.value, i.revision
        from input i, jsonb_to_recordset(i.answers) as a (id uuid, "guestId" uuid, "questionId" uuid, value jsonb)
        join rsvp_questions q on q.id = a."questionId"
      on conflict (submission_id, coalesce(guest_id, submission_id), question_id) do update
        set value = excluded.value, question_text = excluded.question_text, question_type = excluded.question_type,
            revision = excluded.revision, updated_at = now()
    ), ${some(({ gone, answers }) => [...gone, ...answers]) ? cleared : sql``} opened as (
      update invites v set use_count = v.use_count + 1, open_count = greatest(v.open_count, o.opens),
             first_opened_at = coalesce(v.first_opened_at, case when o.opens = 1 then now() end),
             last_opened_at = case when o.opens = 1 then now() else v.last_opened_at end
        from (select i."inviteId", case when (i.visitor->>'isBot')::boolean then 0 else 1 end as opens
                from input i where i.visitor is not null) o
       where v.id = o."inviteId"
    ), logged as (
      insert into invite_access_logs (id, organization_id, invite_id, action, user_agent, ip_hash, is_bot)
      select "logId", org, "inviteId", 'rsvp', visitor->>'userAgent', visitor->>'ipHash', (visitor->>'isBot')::boolean
        from input where visitor is not null
    ), audited as (
      insert into audit_log (id, organization_id, at, actor_kind, actor_id, actor_name, action, target_kind, target_id,
                             project_id, before, after, request_id, ip)
      select "auditId", org, now(), "actorKind", "actorId", "actorName",
             case when revision = 1 then 'submission.created' else 'submission.updated' end, 'submission', id::text,
             "projectId", case when revision > 1 then jsonb_build_object('revision', revision - 1) end,
             jsonb_build_object('revision', revision, 'message', message, 'responses', responses), "requestId", ip
        from input
    ), sent as (
      insert into outbox (id, organization_id, project_id, name, data, topic)
      select "eventId", org, "projectId", ${submissionSaved}, jsonb_build_object('organizationId', org,
             'projectId', "projectId", 'submissionId', id, 'inviteId', "inviteId", 'revision', revision), 'answers'
        from input
    )
    select * from saved`);
  return new Map(
    rows.map((saved) => [
      saved.id,
      {
        id: saved.id,
        revision: saved.revision,
        submittedAt: new Date(saved.submitted_at),
        createdAt: new Date(saved.created_at),
        updatedAt: new Date(saved.updated_at),
      },
    ]),
  );
}

/** Plus-ones who are named for the first time: guests of the same household from now on. */
const newcomers = sql`came as (
      insert into guests
             (id, organization_id, project_id, group_id, first_name, last_name, plus_one_of, position, rsvp_status)
      select n.id, i.org, i."projectId", i."groupId", n."firstName", n."lastName", n."plusOneOf", 1000, n.status
        from input i, jsonb_to_recordset(i.newcomers) as n
             (id uuid, "firstName" text, "lastName" text, "plusOneOf" uuid, status text)
    ),`;

const people = sql`told as (
      update guests g set rsvp_status = coalesce(n.status, g.rsvp_status), first_name = coalesce(n."firstName", g.first_name),
             last_name = coalesce(n."lastName", g.last_name), updated_at = now(),
             version = g.version + case when n."firstName" is not null then 1 else 0 end
        from input i, jsonb_to_recordset(i.people) as n (id uuid, status text, "firstName" text, "lastName" text)
       where g.id = n.id
    ),`;

/** A guest's answer is one, by whichever link it came: the same question's answer by another link goes. */
const cleared = sql`cleared as (
      delete from rsvp_answers a
       using input i, jsonb_to_recordset(i.gone) as n ("guestId" uuid, "questionId" uuid, stays boolean), rsvp_submissions x
       where a.submission_id = x.id and x.form_id = i."formId" and a.question_id = n."questionId"
         and x.invite_id in (select v.id from invites v where v.group_id = i."groupId")
         and case when n."guestId" is null then a.guest_id is null and x.id = i.id
                  else a.guest_id = n."guestId" and not (n.stays and x.id = i.id) end
    ),`;

/** A saving as the statement reads it. */
function row(saving: Saving) {
  const { newcomers, renamed, statuses, attendance, answers, gone, by, ...rest } = saving;
  const status = new Map(statuses.map((one) => [one.guestId, one.status]));
  const isNew = new Set(newcomers.map(({ id }) => id));
  const told = new Map<string, object>();
  for (const { guestId } of statuses) {
    if (!isNew.has(guestId)) told.set(guestId, { id: guestId, status: status.get(guestId) });
  }
  for (const { id, firstName, lastName } of renamed)
    told.set(id, { ...told.get(id), id, firstName, lastName });
  const said = new Set(attendance.map(({ guestId, eventId }) => `${guestId} ${eventId}`));
  return {
    ...rest,
    actorKind: by.kind,
    actorId: by.id,
    actorName: by.name,
    newcomers: newcomers.map(({ id, firstName, lastName, plusOneOf }) => ({
      id,
      firstName,
      lastName,
      plusOneOf,
      status: status.get(id) ?? "none",
    })),
    people: [...told.values()],
    // A newcomer is invited wherever their host is, answered or not.
    attendance: [
      ...attendance,
      ...newcomers.flatMap(({ id, eventIds }) =>
        eventIds
          .filter((eventId) => !said.has(`${id} ${eventId}`))
          .map((eventId) => ({ guestId: id, eventId, attendance: null })),
      ),
    ],
    answers: answers.map((answer, at) => ({ ...answer, id: rest.answerIds[at] })),
    gone: [
      ...gone.map((one) => ({ ...one, stays: false })),
      ...answers
        .filter(({ guestId }) => guestId !== null)
        .map(({ guestId, questionId }) => ({ guestId, questionId, stays: true })),
    ],
  };
}
