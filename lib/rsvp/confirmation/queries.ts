import { sql } from "drizzle-orm";
import { decrypt } from "@/lib/clients/crypto";
import type { Cx } from "@/lib/http/cx";
import type { AnswerValue } from "@/lib/scene/answer-rules";
import { type Theme, themeSchema } from "@/lib/scene/theme";
import { tokenPurpose } from "@/lib/tenancy/invite-token";
import type { Submission } from "../contract";
import type { SubmissionSaved } from "../events";
import { type Household, type HouseholdQuestion, linkTo, readHouseholds } from "../household/queries";

/** Whom a confirmation is mailed to. */
export type Recipient = { guestId: string; firstName: string; email: string };

/** Everything a confirmation says. */
export type Confirmation = {
  submissionId: string;
  revision: number;
  submittedAt: Date;
  message: string | null;
  responses: Submission["responses"];
  household: Household;
  theme: Theme | null;
  /** The personal link and its calendar file; null while the project has no site. */
  url: string | null;
  recipients: Recipient[];
};

type Row = {
  form: string;
  submittedAt: string;
  message: string | null;
  responses: Submission["responses"];
  cipher: string;
  theme: unknown;
  recipients: (Recipient & { answered: boolean })[] | null;
};

/**
 * What is to be confirmed of a saved answer, and to whom: those who answered and have an address, or else the first
 * of the household who has one. Addresses that bounced, complained or were blocked are left out.
 *
 * @returns null when a later answer stands by now (it has its own confirmation), or the link was withdrawn
 */
export async function confirmationOf(
  cx: Pick<Cx, "tx">,
  { submissionId, revision, inviteId }: SubmissionSaved,
): Promise<Confirmation | null> {
  const [row] = await cx.tx.execute<Row>(sql`
    select s.form_id as form, s.submitted_at as "submittedAt", s.message, s.responses, i.token_cipher as cipher, (
             select v.scene_graph->'theme'
               from sites t join site_versions v on v.id = coalesce(t.published_version_id, t.draft_version_id)
              where t.project_id = s.project_id
              order by (t.id = i.site_id) desc nulls last, (t.status = 'published') desc, t.id limit 1) as theme, (
             select json_agg(json_build_object('guestId', g.id, 'firstName', g.first_name, 'email', c.value,
                      'answered', s.responses @> jsonb_build_array(jsonb_build_object('guestId', g.id)))
                      order by g.plus_one_of is not null, g.position, g.created_at, g.id)
               from guests g
               join guest_contacts c on c.guest_id = g.id and c.kind = 'email' and c.is_primary and c.suppressed_at is null
              where g.group_id = i.group_id and (i.guest_id is null or i.guest_id in (g.id, g.plus_one_of))
                and not exists (select from suppression_list l where l.channel = 'email' and l.address = lower(c.value)
                                   and l.reason <> 'unsubscribe')) as recipients
      from rsvp_submissions s join invites i on i.id = s.invite_id and i.status = 'active'
     where s.id = ${submissionId} and s.revision = ${revision} and s.source = 'guest'`);
  if (!row) return null;
  const [household] = await readHouseholds(cx.tx, [{ inviteId, formId: row.form }], false);
  if (!household) return null;
  const reachable = row.recipients ?? [];
  const answered = reachable.filter((one) => one.answered);
  const byAddress = new Map(
    (answered.length > 0 ? answered : reachable.slice(0, 1))
      .reverse()
      .map((one) => [one.email.toLowerCase(), one]),
  );
  return {
    submissionId,
    revision,
    submittedAt: new Date(row.submittedAt),
    message: row.message,
    responses: row.responses,
    household,
    // What an older or a broken editor left behind must not keep a mail from being sent.
    theme: themeSchema.safeParse(row.theme).data ?? null,
    url: linkTo(household.site, decrypt(row.cipher, tokenPurpose)),
    recipients: [...byAddress.values()].reverse(),
  };
}

/** A value in words: labels instead of what options are called inside. */
export function inWords(
  question: HouseholdQuestion,
  value: AnswerValue,
  t: { yes: string; no: string },
): string {
  const one = (said: string | number | boolean) =>
    typeof said === "boolean"
      ? said
        ? t.yes
        : t.no
      : (question.options.find((option) => option.value === said)?.label ?? String(said));
  return Array.isArray(value) ? value.map(one).join(", ") : one(value);
}
