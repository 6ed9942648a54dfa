import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { createTenant } from "@/tests/setup/tenant";
import type { createEverything } from "./everything";
import type { send } from "./harness";
import { change, clone } from "./rows";

type Everything = Awaited<ReturnType<typeof createEverything>>;
type Call = Parameters<typeof send>[2];

const ownersMembership = async ({ organizationId, owner }: Everything) => {
  const [row] = await change(
    sql`select id from organization_members where organization_id = ${organizationId} and user_id = ${owner.id}`,
  );
  return row!.id as string;
};
const setStatus = (table: string, id: string, status: string) =>
  change(sql`update ${sql.identifier(table)} set status = ${status} where id = ${id}`);
const subdomainOf = async (id: string) =>
  (await change(sql`select subdomain from sites where id = ${id}`))[0]!.subdomain as string;

/**
 * What stands in the way of each call that can conflict: the present state is made so, and the call is answered by the
 * code behind its endpoint's name. An endpoint that may answer 409 and has no line here fails its sweep.
 */
export const conflicts: Record<string, (of: Everything) => Promise<Call>> = {
  "POST /orgs duplicate": async (of) => ({ body: { name: "Same", slug: of.organizationId } }),
  "PATCH /orgs/{id} duplicate": async () => ({ body: { slug: (await createTenant()).organizationId } }),
  "POST /orgs/{id}/invite duplicate": async ({ colleague }) => ({
    body: { email: colleague.email, role: "viewer" },
  }),
  "PATCH /members/{id} conflict": async (of) => ({
    params: { id: await ownersMembership(of) },
    body: { role: "admin" },
  }),
  "DELETE /members/{id} conflict": async (of) => ({ params: { id: await ownersMembership(of) } }),
  "POST /members/{id}/resend conflict": async ({ ids }) => ({ params: { id: ids.colleague } }),
  "POST /orgs/{id}/leave conflict": async ({ token }) => ({ token }),
  "POST /orgs/{id}/transfer conflict": async ({ ids }) => ({ body: { memberId: ids.member } }),
  "POST /join/{token} conflict": async ({ colleague }) => ({ token: colleague.token }),
  "POST /projects/{id}/tags duplicate": async () => ({ body: { name: "Family" } }),
  "POST /guests/{id}/contacts duplicate": async ({ ids }) => ({
    body: { kind: "email", value: `${ids.guest}@example.com` },
  }),
  "PUT /contacts/{id} duplicate": async ({ ids }) => {
    await clone("guest_contacts", ids.contact, { value: "taken@example.com", is_primary: false });
    return { body: { kind: "email", value: "taken@example.com" } };
  },
  "POST /imports/{id}/cancel conflict": async ({ ids }) => {
    await setStatus("guest_imports", ids.import, "done");
    return {};
  },
  "POST /imports/{id}/undo conflict": async () => ({}),
  "DELETE /events/{id} conflict": async ({ ids }) => {
    await change(
      sql`update guest_events set attendance = 'attending', answered_at = now() where event_id = ${ids.event}`,
    );
    return {};
  },
  "DELETE /projects/{id} conflict": async ({ ids }) => {
    await setStatus("messaging_campaigns", ids.campaign, "sending");
    return {};
  },
  "POST /projects/{id}/duplicate duplicate": async ({ ids }) => {
    await clone("jobs", ids.job, { project_id: ids.project });
    return {};
  },
  "POST /jobs/{id}/cancel conflict": async ({ ids }) => {
    await setStatus("jobs", ids.job, "done");
    return {};
  },
  "POST /settings/values setting_locked": async ({ ids, organizationId }) => {
    await change(sql`insert into subscriptions (id, organization_id, plan_key, source)
      select ${uuidv7()}, ${organizationId}, key, 'staff' from plans where id = ${ids.plan}`);
    await change(sql`insert into common_setting_values (id, scope, scope_id, key, value, locked)
      values (${uuidv7()}, 'plan', ${ids.plan}, 'events.waitlist', 'false', true)`);
    return {};
  },
  "POST /admin/plans duplicate": async () => ({ body: { key: "free", name: "Free again" } }),
  "POST /projects/{id}/sites duplicate": async ({ ids }) => ({
    body: { name: "Second", subdomain: await subdomainOf(ids.site) },
  }),
  "PATCH /projects/{id}/sites/{siteId} duplicate": async ({ ids }) => {
    const subdomain = `s-${uuidv7().slice(-12)}`;
    await clone("sites", ids.site, { subdomain, draft_version_id: null });
    return { body: { subdomain } };
  },
  "PUT /sites/{id}/versions/{versionId}/scene-graph conflict": async ({ ids }) => {
    await change(sql`update site_versions set published_at = now() where id = ${ids.version}`);
    return {};
  },
  "POST /projects/{id}/invites duplicate": async ({ ids }) => ({ body: { groupId: ids.group } }),
  "POST /invites/{id}/regenerate duplicate": async ({ ids }) => {
    await setStatus("invites", ids.invite, "revoked");
    await clone("invites", ids.invite, { token_hash: uuidv7(), status: "active" });
    return {};
  },
  "POST /rsvp/submit conflict": async ({ ids, inviteToken }) => ({
    body: {
      ...{ token: inviteToken, formId: ids.form, revision: 7 },
      responses: [{ guestId: ids.guest, attendance: { [ids.event]: "attending" }, answers: {} }],
    },
  }),
  "PATCH /campaigns/{id} conflict": async ({ ids }) => {
    await setStatus("messaging_campaigns", ids.campaign, "sent");
    return {};
  },
  "DELETE /campaigns/{id} conflict": async ({ ids }) => {
    await setStatus("messaging_campaigns", ids.campaign, "sent");
    return {};
  },
  "POST /campaigns/{id}/approve conflict": async ({ ids }) => {
    await setStatus("messaging_campaigns", ids.campaign, "sent");
    return {};
  },
  "POST /campaigns/{id}/cancel conflict": async () => ({}),
  "POST /campaigns/{id}/pause conflict": async () => ({}),
  "POST /guests/{id}/consents duplicate": async () => ({ body: { channel: "sms", note: "said so" } }),
  "POST /campaigns/{id}/unknown conflict": async () => ({ body: { decision: "sent" } }),
  "POST /campaigns/{id}/resume conflict": async () => ({}),
  "POST /campaigns/{id}/send-back conflict": async () => ({ body: { note: "Not yet." } }),
  "POST /campaigns/{id}/queue/next conflict": async () => ({}),
  // The sample campaign is the provider's to send, whatever message is named.
  "PATCH /campaigns/{id}/queue/{jobId} conflict": async () => ({
    params: { jobId: uuidv7() },
    body: { status: "sent" },
  }),
  "POST /campaigns/{id}/schedule conflict": async ({ ids }) => {
    await setStatus("messaging_campaigns", ids.campaign, "sent");
    return { body: { scheduledAt: "2030-01-01T00:00:00Z" } };
  },
  "POST /projects/{id}/suppression-list duplicate": async () => ({
    body: { channel: "email", address: "stop@example.com" },
  }),
  "POST /webhook-endpoints/{id}/test conflict": async ({ ids }) => {
    await setStatus("webhook_endpoints", ids.webhookEndpoint, "disabled");
    return {};
  },
  "POST /webhook-deliveries/{id}/redeliver conflict": async ({ ids }) => {
    await setStatus("webhook_endpoints", ids.webhookEndpoint, "disabled");
    return {};
  },
};
