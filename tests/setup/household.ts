import { uuidv7 } from "uuidv7";
import * as invites from "@/app/api/projects/[id]/invites/route";
import * as forms from "@/app/api/projects/[id]/rsvp-forms/route";
import * as submit from "@/app/api/rsvp/submit/route";
import { asSystem } from "@/db/client";
import { events, guestContacts, guestEvents, guestGroups, guests, sites, siteVersions } from "@/db/schema";
import { recomputeRsvpStatus } from "@/lib/rsvp/mutations";
import { instantiate } from "@/lib/scene/instantiate";
import { call, type createTenant } from "./tenant";

type Tenant = Awaited<ReturnType<typeof createTenant>>;

/** An event of a tenant's project, a dinner unless said otherwise. */
export async function createEvent(tenant: Tenant, of: Partial<typeof events.$inferInsert> = {}) {
  const id = uuidv7();
  await asSystem("tests make their own events", (tx) =>
    tx.insert(events).values({
      id,
      organizationId: tenant.organizationId,
      projectId: tenant.projectId,
      name: "Dinner",
      startsAt: new Date("2027-06-12T17:00:00Z"),
      timezone: "Europe/Rome",
      ...of,
    }),
  );
  return id;
}

/** A site of a tenant's project, published with the first template. */
export async function createSite(
  tenant: Tenant,
  status: "published" | "unpublished" | "draft" = "published",
) {
  const { organizationId, projectId } = tenant;
  const [id, versionId] = [uuidv7(), uuidv7()];
  const subdomain = `s-${id.slice(-12)}`;
  const sceneGraph = instantiate("letterpress", { newId: uuidv7, locale: "en" });
  await asSystem("tests make their own sites", async (tx) => {
    const publishedVersionId = status === "draft" ? null : versionId;
    await tx.insert(sites).values({
      id,
      organizationId,
      projectId,
      name: "Invitation",
      subdomain,
      status,
      publishedVersionId,
      draftVersionId: versionId,
    });
    await tx
      .insert(siteVersions)
      .values({ id: versionId, organizationId, siteId: id, number: 1, sceneGraph });
  });
  return { id, subdomain };
}

/** A form of a tenant's project, through the API. */
export async function createForm(tenant: Tenant, body: object = {}) {
  const created = await call(forms.POST, {
    token: tenant.token,
    params: { id: tenant.projectId },
    body: { name: "Answers", ...body },
  });
  if (created.status !== 201) throw new Error(created.text);
  return created.json as {
    id: string;
    version: number;
    questions: { id: string; type: string; label: string; options: { value: string }[] }[];
  };
}

type Member = Partial<typeof guests.$inferInsert> & { email?: string };

/** A household with its link: people by first name, all invited to the events. */
export async function createHousehold(
  tenant: Tenant,
  people: (string | Member)[],
  eventIds: string[],
  of: Partial<typeof guestGroups.$inferInsert> = {},
) {
  const { organizationId, projectId } = tenant;
  const groupId = uuidv7();
  const rows = people.map((person, position) => {
    const { email, ...columns } = typeof person === "string" ? { firstName: person } : person;
    return { email, id: uuidv7(), organizationId, projectId, groupId, position, ...columns };
  });
  await asSystem("tests make their own guests", async (tx) => {
    await tx.insert(guestGroups).values({ id: groupId, organizationId, projectId, ...of });
    await tx.insert(guests).values(rows.map(({ email, ...row }) => ({ firstName: "Guest", ...row })));
    for (const { id, email } of rows) {
      if (email) {
        const contact = { organizationId, guestId: id, kind: "email" as const, value: email };
        await tx.insert(guestContacts).values({ ...contact, isPrimary: true });
      }
    }
    const invitations = rows.flatMap(({ id }) =>
      eventIds.map((eventId) => ({ organizationId, guestId: id, eventId })),
    );
    if (invitations.length > 0) await tx.insert(guestEvents).values(invitations);
    await recomputeRsvpStatus(
      { tx },
      rows.map(({ id }) => id),
    );
  });
  const invite = await createInvite(tenant, { groupId });
  return { groupId, guestIds: rows.map(({ id }) => id), ...invite };
}

/** A link, through the API. */
export async function createInvite(tenant: Tenant, body: object) {
  const created = await call(invites.POST, { token: tenant.token, params: { id: tenant.projectId }, body });
  if (created.status !== 201) throw new Error(created.text);
  return { inviteId: created.json.id as string, token: created.json.token as string };
}

/** Answers by a link, through the API. */
export const answer = (body: object, headers: Record<string, string> = {}) =>
  call(submit.POST, { body, headers });

/** What the guest list says of people now, by first name. */
export async function statusesOf(groupId: string): Promise<Record<string, string>> {
  const rows = await asSystem("tests look at what was written", (tx) =>
    tx.query.guests.findMany({ where: (t, { eq }) => eq(t.groupId, groupId) }),
  );
  return Object.fromEntries(rows.map(({ firstName, rsvpStatus }) => [firstName, rsvpStatus]));
}
