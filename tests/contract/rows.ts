import { type SQL, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { asSystem } from "@/db/client";
import type { Everything } from "./harness";

/** Runs one statement on the tests' own rows. */
export const change = (statement: SQL) =>
  asSystem("tests change their own rows", (tx) => tx.execute(statement));

/** Another row like one that is there, with an id of its own and these columns changed. */
export async function clone(
  table: string,
  id: string,
  changes: Record<string, unknown> = {},
): Promise<string> {
  const own = { id: uuidv7(), ...changes };
  await asSystem("tests make rows like those they have", async (tx) => {
    const columns = await tx.execute<{ name: string }>(sql`
      select column_name as name from information_schema.columns
       where table_schema = 'public' and table_name = ${table} and is_generated = 'NEVER'`);
    const names = sql.join(
      columns.map(({ name }) => sql.identifier(name)),
      sql`, `,
    );
    const of = sql.identifier(table);
    await tx.execute(sql`
      insert into ${of} (${names})
      select ${names} from jsonb_populate_record(null::${of},
        (select to_jsonb(r) from ${of} r where r.id = ${id}) || ${JSON.stringify(own)}::jsonb)`);
  });
  return own.id as string;
}

const settings = [
  "campaigns.secondApprover",
  "answers.graceHours",
  "confirmations.send",
  "projects.timezone",
  "projects.locale",
  "projects.country",
];

/** How each list gets one row more; `n` is how many it was given before. A list without a line here fails its sweep. */
export const growers: Record<string, (of: Everything, n: number) => Promise<unknown>> = {
  "GET /orgs": async ({ ids, owner }) => {
    const id = await clone("organizations", ids.organization, { slug: uuidv7() });
    await change(sql`insert into organization_members (id, organization_id, user_id, email, role, status)
      values (${uuidv7()}, ${id}, ${owner.id}, ${owner.email}, 'owner', 'active')`);
  },
  "GET /orgs/{id}/members": ({ ids }) =>
    clone("organization_members", ids.member, { email: `${uuidv7()}@example.com` }),
  "GET /orgs/{id}/door-passes": ({ ids }) =>
    clone("organization_invitations", ids.doorPass, { token_hash: uuidv7() }),
  "GET /orgs/{id}/api-keys": ({ ids }) => clone("api_keys", ids.apiKey, { token_hash: uuidv7() }),
  "GET /auth/sessions": ({ ids }) => clone("sessions", ids.session, { session_token: uuidv7() }),
  "GET /projects/{id}/guests": ({ ids }) => clone("guests", ids.guest),
  "GET /projects/{id}/groups": ({ ids }) => clone("guest_groups", ids.group),
  "GET /projects/{id}/tags": ({ ids }, n) => clone("guest_tags", ids.tag, { name: `Tag ${n}` }),
  "GET /imports/{id}": ({ ids, organizationId }, n) =>
    change(sql`insert into guest_import_rows (organization_id, import_id, row, hash, data, outcome, reasons)
      values (${organizationId}, ${ids.import}, ${n + 2}, ${uuidv7()}, '{"cells":[],"people":[]}', 'rejected', '[]')`),
  "GET /projects/{id}/events": ({ ids }) => clone("events", ids.event),
  "GET /projects": ({ ids }) => clone("projects", ids.project),
  "GET /jobs": ({ ids }) => clone("jobs", ids.job, { status: "done" }),
  "GET /projects/{id}/jobs": ({ ids }) => clone("jobs", ids.job, { status: "done", project_id: ids.project }),
  "GET /settings/values": ({ organizationId }, n) =>
    n < settings.length
      ? change(sql`insert into setting_values (id, organization_id, scope, scope_id, key, value)
          values (${uuidv7()}, ${organizationId}, 'organization', ${organizationId}, ${settings[n]}, 'null')`)
      : Promise.resolve(),
  "GET /admin/plans": ({ ids }) =>
    clone("plans", ids.plan, { key: `g-${uuidv7().slice(-12)}`, name: `Plan ${uuidv7()}` }),
  "GET /admin/audit": () =>
    change(sql`insert into platform_log (id, actor_kind, action, target_kind, request_id)
      values (${uuidv7()}, 'user', 'plan.created', 'plan', 'tests')`),
  "GET /orgs/{id}/audit": ({ organizationId }) =>
    change(sql`insert into audit_log (id, organization_id, actor_kind, action, target_kind, request_id)
      values (${uuidv7()}, ${organizationId}, 'user', 'guest.created', 'guest', 'tests')`),
  "GET /projects/{id}/sites": ({ ids }) =>
    clone("sites", ids.site, { subdomain: `s-${uuidv7().slice(-12)}`, draft_version_id: null }),
  "GET /sites/{id}/versions": ({ ids }, n) => clone("site_versions", ids.version, { number: n + 2 }),
  "GET /projects/{id}/invites": ({ ids }) =>
    clone("invites", ids.invite, { token_hash: uuidv7(), status: "revoked" }),
  "GET /invites/{id}/logs": ({ ids, organizationId }) =>
    change(sql`insert into invite_access_logs (id, organization_id, invite_id, action)
      values (${uuidv7()}, ${organizationId}, ${ids.invite}, 'opened')`),
  "GET /rsvp-forms/{id}/submissions": async ({ ids }) =>
    clone("rsvp_submissions", ids.submission, {
      invite_id: await clone("invites", ids.invite, { token_hash: uuidv7(), status: "revoked" }),
    }),
  "GET /projects/{id}/rsvp-forms": ({ ids }) => clone("rsvp_forms", ids.form),
  "GET /projects/{id}/campaigns": ({ ids }) => clone("messaging_campaigns", ids.campaign),
  "GET /projects/{id}/campaigns/audience/guests": ({ ids }) => clone("guests", ids.guest),
  "GET /campaigns/{id}/jobs": async ({ ids, organizationId }) =>
    change(sql`insert into message_jobs (id, organization_id, campaign_id, run, guest_id, channel, address)
      values (${uuidv7()}, ${organizationId}, ${ids.campaign}, 1, ${await clone("guests", ids.guest)}, 'email',
        ${`${uuidv7()}@example.com`})`),
  "GET /guests/{id}/timeline": ({ ids, organizationId }, n) =>
    change(sql`insert into guest_consents (id, organization_id, project_id, guest_id, channel, given_at, source, withdrawn_at)
      values (${uuidv7()}, ${organizationId}, ${ids.project}, ${ids.guest}, 'sms', now() - ${n} * interval '1 hour', 'host', now())`),
  "GET /projects/{id}/suppression-list": ({ ids }) =>
    clone("suppression_list", ids.suppression, { address: `${uuidv7()}@example.com` }),
  "GET /orgs/{id}/webhook-endpoints": ({ ids }) => clone("webhook_endpoints", ids.webhookEndpoint),
  "GET /webhook-endpoints/{id}/deliveries": ({ ids }) =>
    clone("webhook_deliveries", ids.webhookDelivery, { message_id: uuidv7() }),
};
