import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { AppError, type FieldError } from "@/lib/http/problem";
import { consentByForm } from "@/lib/messaging/consent/mutations";
import { formatMoment } from "@/lib/scene/dates";
import { visitorOf } from "@/lib/tenancy/invite-access";
import type { submitRsvp as submitContract } from "./contract";
import {
  type Household,
  type HouseholdForm,
  linkTo,
  lockHouseholds,
  readHouseholds,
} from "./household/queries";
import { countUnderLock } from "./seats/queries";
import { type Saved, saveAnswers } from "./submission/mutations";
import { type Plan, plan, type Request, type Settled, settle } from "./submission/policy";
import { words } from "./words/policy";

/**
 * Derives `guests.rsvp_status` anew from `guest_events`: none where invited nowhere; pending while an event is
 * unanswered; else attending if any, waitlisted, maybe, declined (model.md; `policy.statusOf` is its twin). Call it
 * in the transaction that adds or removes invitations, after the change; nothing else writes the column.
 *
 * @param guestIds any number of guests of the scope; unknown ones are passed over
 */
export async function recomputeRsvpStatus(cx: Pick<Cx, "tx">, guestIds: readonly string[]): Promise<void> {
  if (guestIds.length === 0) return;
  const ids = `{${guestIds.join(",")}}`;
  // Locked in a statement of its own: the next one then sees what an answer being saved has committed.
  await cx.tx.execute(sql`
    select 1 from guests where id = any (${ids}::uuid[]) order by id for no key update`);
  await cx.tx.execute(sql`
    update guests g set rsvp_status = d.status, updated_at = now()
      from (
        select o.id, case
            when count(e.event_id) = 0 then 'none'
            when count(e.attendance) < count(e.event_id) then 'pending'
            when bool_or(e.attendance = 'attending') then 'attending'
            when bool_or(e.attendance = 'waitlisted') then 'waitlisted'
            when bool_or(e.attendance = 'maybe') then 'maybe'
            else 'declined' end as status
          from guests o left join guest_events e on e.guest_id = o.id and e.invited
         where o.id = any (${ids}::uuid[])
         group by o.id) d
     where d.id = g.id and g.rsvp_status <> d.status`);
}

/**
 * Answers for the household of a link, or for the one guest it is narrowed to.
 *
 * @throws AppError unprocessable (with the place of each problem), closed, over_capacity, expired
 */
export async function submitRsvp(
  cx: Cx,
  { body }: Input<typeof submitContract>,
): Promise<Returned<typeof submitContract>> {
  if (cx.actor.kind !== "guest") throw new Error("Only the holder of a link answers by it.");
  const { inviteId, groupId } = cx.actor;
  // Both leave at once; the second statement begins after the lock is had, and sees what was committed before.
  const [, [household]] = await Promise.all([
    lockHouseholds(cx.tx, [groupId]),
    readHouseholds(cx.tx, [{ inviteId, formId: body.formId }], false),
  ]);
  if (!household) throw new AppError("not_found", { detail: words("en")("invite.noGuests") });
  const { form } = household;
  if (!form) throw invalid([{ path: "formId", message: "is not a form of this invitation" }]);
  const t = words(household.site?.locale ?? household.project.locale);
  const { thought, settled } = await consider(cx, { ...household, form }, body, t);
  const saved =
    settled.same && household.submission
      ? readSaved(household.submission)
      : await save(cx, thought.household, settled);
  return {
    ...saved,
    projectId: household.project.id,
    formId: form.id,
    inviteId,
    source: "guest",
    message: settled.message,
    responses: settled.responses,
    editUrl: linkTo(household.site, body.token),
  };
}

/** Thinks an answer through and takes its places; refuses what cannot be, unless it is what stands already. */
async function consider(
  cx: Cx,
  household: Household & { form: HouseholdForm },
  request: Request,
  t: ReturnType<typeof words>,
): Promise<{ thought: Plan; settled: Settled }> {
  const thought = plan(household, request, cx.now, t, uuidv7);
  const { phase, errors, late } = thought;
  if (phase === "open" && errors.length > 0) throw unprocessable(errors);
  const counts = await countUnderLock(
    cx.tx,
    phase === "open" ? thought.count : { events: [], questions: [] },
  );
  const result = settle(thought, counts, t);
  const settled = "settled" in result ? result.settled : null;
  // An answer sent twice is one answer, even when the second copy comes after the deadline.
  if (settled?.same && errors.length + late.length === 0) return { thought, settled };
  if (phase !== "open") throw closed(household, phase, t);
  if (late.length > 0) throw new AppError("closed", { detail: late[0]!.message, errors: late });
  const stands = household.submission?.revision ?? 0;
  if (request.revision !== undefined && request.revision !== stands) {
    throw new AppError("conflict", { detail: t("problem.meanwhile"), meta: { revision: stands } });
  }
  const { maxUses, useCount } = household.invite;
  if (maxUses !== null && useCount >= maxUses) throw new AppError("expired");
  if ("full" in result) {
    if (result.full.length > 0) {
      throw new AppError("over_capacity", { detail: result.full[0]!.message, errors: result.full });
    }
    throw unprocessable(result.errors);
  }
  return { thought, settled: result.settled };
}

async function save(
  cx: Cx,
  household: Household & { form: HouseholdForm },
  settled: Settled,
): Promise<Saved> {
  const { invite, form, submission } = household;
  const id = submission?.id ?? uuidv7();
  const saved = await saveAnswers(cx.tx, [
    {
      ...settled,
      id,
      revisionId: uuidv7(),
      organizationId: invite.organizationId,
      projectId: invite.projectId,
      groupId: invite.groupId,
      formId: form.id,
      inviteId: invite.id,
      revision: (submission?.revision ?? 0) + 1,
      source: "guest",
      by: { kind: "guest", id: invite.id, name: null },
      visitor: visitorOf(cx),
      requestId: cx.requestId,
      ip: cx.address,
      auditId: uuidv7(),
      eventId: uuidv7(),
      logId: uuidv7(),
      answerIds: settled.answers.map(() => uuidv7()),
    },
  ]);
  await consentByForm(cx, invite.projectId, settled.consents);
  return saved.get(id)!;
}

const readSaved = (submission: NonNullable<Household["submission"]>): Saved => ({
  id: submission.id,
  revision: submission.revision,
  submittedAt: new Date(submission.submittedAt),
  createdAt: new Date(submission.createdAt),
  updatedAt: new Date(submission.updatedAt),
});

const sentence = (errors: readonly FieldError[]) =>
  [...new Set(errors.map(({ message }) => message))].join(" ");
const unprocessable = (errors: FieldError[]) =>
  new AppError("unprocessable", { detail: sentence(errors), errors });
const invalid = (errors: FieldError[]) =>
  new AppError("invalid", {
    detail: errors.map(({ path, message }) => `${path}: ${message}`).join("; "),
    errors,
  });

function closed(
  { form, project }: Household & { form: HouseholdForm },
  phase: "early" | "late" | "once",
  t: ReturnType<typeof words>,
): AppError {
  if (phase === "once") return new AppError("closed", { detail: t("closed.once") });
  if (phase === "late") return new AppError("closed", { detail: form.lateMessage || t("closed.late") });
  const date = formatMoment(form.opensAt!, project.timezone, project.locale);
  return new AppError("closed", { detail: t("closed.early", { date }) });
}
