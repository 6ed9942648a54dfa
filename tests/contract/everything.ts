import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { asSystem } from "@/db/client";
import * as s from "@/db/schema";
import { encrypt } from "@/lib/clients/crypto";
import { type LimitKey, limitKeys } from "@/lib/entitlements/policy";
import { instantiate } from "@/lib/scene/instantiate";
import { tokenPurpose } from "@/lib/tenancy/invite-token";
import { tokenHash } from "@/lib/tenancy/session";
import { createTenant, createUser } from "@/tests/setup/tenant";

const withoutLimit = Object.fromEntries(limitKeys.map((key) => [key, null])) as Record<LimitKey, null>;

/** A tenant that has one row of every kind, so that each endpoint has something it could leak or change. */
export async function createEverything() {
  const tenant = await createTenant();
  const { organizationId, projectId } = tenant;
  const [colleague, newcomer, staff] = [await createUser(), await createUser(), await createUser()];
  const ids = {
    organization: organizationId,
    project: projectId,
    restorableProject: projectId,
    job: uuidv7(),
    event: uuidv7(),
    group: uuidv7(),
    guest: uuidv7(),
    contact: uuidv7(),
    tag: uuidv7(),
    import: uuidv7(),
    invite: uuidv7(),
    form: uuidv7(),
    question: uuidv7(),
    submission: uuidv7(),
    site: uuidv7(),
    version: uuidv7(),
    campaign: uuidv7(),
    suppression: uuidv7(),
    webhookEndpoint: uuidv7(),
    webhookDelivery: uuidv7(),
    member: uuidv7(),
    doorPass: uuidv7(),
    apiKey: uuidv7(),
    otherProject: uuidv7(),
    colleague: uuidv7(),
    session: uuidv7(),
    plan: uuidv7(),
  };
  const own = { organizationId, projectId };
  const token = randomBytes(16).toString("base64url");
  await asSystem("tests make a row of every kind", async (tx) => {
    await tx.insert(s.events).values({
      id: ids.event,
      ...own,
      name: "Ceremony",
      startsAt: new Date("2027-06-12T13:00:00Z"),
      timezone: "Europe/Rome",
    });
    await tx.insert(s.guestGroups).values({ id: ids.group, ...own, name: "The Lindqvists" });
    await tx.insert(s.guests).values({ id: ids.guest, ...own, groupId: ids.group, firstName: "Maja" });
    await tx.insert(s.guestContacts).values({
      id: ids.contact,
      organizationId,
      guestId: ids.guest,
      kind: "email",
      value: `${ids.guest}@example.com`,
      isPrimary: true,
    });
    await tx.insert(s.guestTags).values({ id: ids.tag, ...own, name: "Family" });
    await tx.insert(s.guestTagAssignments).values({ organizationId, guestId: ids.guest, tagId: ids.tag });
    await tx
      .insert(s.guestEvents)
      .values({ organizationId, guestId: ids.guest, eventId: ids.event, invited: true });
    await tx.insert(s.guestImports).values({
      id: ids.import,
      ...own,
      filename: "guests.csv",
      mapping: { source: null, columns: [], ignored: [] },
      options: { dryRun: false, duplicates: "update" },
    });
    // A project has one job of a kind at a time: this one leaves the first project free to be duplicated.
    await tx.insert(s.projects).values({
      ...{ id: ids.otherProject, organizationId, name: "Nora & Sam", kind: "wedding" },
      ...{ eventDate: "2027-06-12", timezone: "Europe/Rome", country: "IT" },
    });
    await tx.insert(s.jobs).values({
      ...{ id: ids.job, organizationId, projectId: ids.otherProject, kind: "duplicate" },
      ...{ total: 1, input: { name: "Copy" }, status: "queued" },
    });
    await tx.insert(s.rsvpForms).values({ id: ids.form, ...own, name: "Answers" });
    await tx.insert(s.rsvpQuestions).values({
      id: ids.question,
      organizationId,
      formId: ids.form,
      type: "short_text",
      label: "A song for the dance floor",
    });
    await tx.insert(s.sites).values({
      id: ids.site,
      ...own,
      name: "Invitation",
      subdomain: `s-${randomBytes(6).toString("hex")}`,
    });
    await tx.insert(s.siteVersions).values({
      id: ids.version,
      organizationId,
      siteId: ids.site,
      number: 1,
      sceneGraph: instantiate("letterpress", { newId: uuidv7, locale: "en" }),
    });
    await tx.update(s.sites).set({ draftVersionId: ids.version }).where(eq(s.sites.id, ids.site));
    await tx.insert(s.invites).values({
      id: ids.invite,
      ...own,
      groupId: ids.group,
      tokenHash: tokenHash(token),
      tokenCipher: encrypt(token, tokenPurpose),
    });
    await tx.insert(s.rsvpSubmissions).values({
      id: ids.submission,
      ...own,
      formId: ids.form,
      inviteId: ids.invite,
      source: "guest",
      responses: [],
    });
    await tx.insert(s.messagingCampaigns).values({
      id: ids.campaign,
      ...own,
      name: "Invitation",
      channel: "email",
      subject: "You are invited",
      body: "Dear {{guest.firstName}}",
    });
    await tx.insert(s.organizationMembers).values({
      ...{ id: ids.member, organizationId, email: `${ids.member}@example.com` },
      ...{ role: "viewer", status: "invited" },
    });
    await tx.insert(s.organizationInvitations).values({
      ...{ organizationId, memberId: ids.member, email: `${ids.member}@example.com` },
      ...{ tokenHash: tokenHash(ids.member), expiresAt: new Date(Date.now() + 3_600_000) },
    });
    await tx.insert(s.organizationMembers).values({
      ...{ id: ids.colleague, organizationId, userId: colleague.id, email: colleague.email },
      ...{ role: "admin", status: "active" },
    });
    await tx.insert(s.sessions).values({
      ...{ id: ids.session, userId: tenant.owner.id, sessionToken: tokenHash(ids.session) },
      expires: new Date(Date.now() + 3_600_000),
    });
    await tx.update(s.users).set({ platformRole: "staff" }).where(eq(s.users.id, staff.id));
    await tx.insert(s.plans).values({
      ...{ id: ids.plan, key: `s-${ids.plan.slice(-12)}`, name: "Small", priceMonthly: 100 },
      ...{ currency: "EUR", limits: withoutLimit, listed: false },
    });
    await tx.insert(s.settingValues).values({
      ...{ organizationId, scope: "organization", scopeId: organizationId },
      ...{ key: "events.waitlist", value: true },
    });
    await tx.insert(s.organizationInvitations).values({
      ...{ id: ids.doorPass, organizationId, role: "door", tokenHash: tokenHash(ids.doorPass) },
      expiresAt: new Date(Date.now() + 3_600_000),
    });
    await tx.insert(s.apiKeys).values({
      ...{ id: ids.apiKey, organizationId, name: "Accounting", prefix: "eios_abcd" },
      ...{ tokenHash: tokenHash(ids.apiKey), scopes: ["projects:read"] },
    });
    await tx.insert(s.suppressionList).values({
      id: ids.suppression,
      organizationId,
      channel: "email",
      address: "stop@example.com",
      reason: "manual",
    });
    await tx.insert(s.guestConsents).values({
      ...{ ...own, guestId: ids.guest, channel: "sms", source: "host" },
      givenAt: new Date("2027-01-01T12:00:00Z"),
    });
    await tx
      .insert(s.siteDomains)
      .values({ organizationId, siteId: ids.site, domain: `${ids.site}.sample-wedding.com` });
    await tx.insert(s.webhookEndpoints).values({
      id: ids.webhookEndpoint,
      organizationId,
      url: "https://hooks.sample-wedding.com/",
      events: ["rsvp.submitted"],
      secretCipher: "k1:none",
    });
    await tx.insert(s.webhookDeliveries).values({
      id: ids.webhookDelivery,
      organizationId,
      endpointId: ids.webhookEndpoint,
      messageId: uuidv7(),
      event: "rsvp.submitted",
      body: "{}",
    });
  });
  return { ...tenant, ids, inviteToken: token, doorToken: ids.doorPass, colleague, newcomer, staff };
}
