import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { asSystem } from "@/db/client";
import * as s from "@/db/schema";
import { instantiate } from "@/lib/scene/instantiate";
import { createTenant } from "./tenant";

type Person = {
  firstName?: string;
  lastName?: string;
  email?: string | null;
  /** People with the same word live in one household. */
  household?: string;
  invited?: boolean;
};

/**
 * A tenant that is ready to send: an event, a published invitation, a form, and guests, each with an address of
 * their own unless said otherwise.
 */
export async function createSender(
  people: readonly Person[] | number,
  template: "letterpress" | "sunburst" = "letterpress",
) {
  const tenant = await createTenant();
  const { organizationId, projectId } = tenant;
  const own = { organizationId, projectId };
  const [eventId, siteId, versionId, formId] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
  const subdomain = `s-${randomBytes(6).toString("hex")}`;
  const list = typeof people === "number" ? Array.from({ length: people }, (): Person => ({})) : people;
  const households = new Map<string, string>();
  const guests = list.map((person, at) => {
    const household = person.household ?? `#${at}`;
    const groupId = households.get(household) ?? uuidv7();
    households.set(household, groupId);
    const id = uuidv7();
    return {
      ...person,
      id,
      groupId,
      email: person.email === undefined ? `guest${at}-${id}@example.com` : person.email,
    };
  });
  await asSystem("tests make their own guests", async (tx) => {
    await tx.insert(s.events).values({
      id: eventId,
      ...own,
      name: "Dinner",
      startsAt: new Date("2027-06-12T17:00:00Z"),
      timezone: "Europe/Rome",
      venueName: "Villa Cetinale",
    });
    const scene = instantiate(template, { newId: uuidv7, locale: "en" });
    await tx.insert(s.sites).values({ id: siteId, ...own, name: "Invitation", subdomain });
    await tx
      .insert(s.siteVersions)
      .values({ id: versionId, organizationId, siteId, number: 1, sceneGraph: scene });
    await tx.execute(sql`
      update sites set status = 'published', published_version_id = ${versionId}, published_at = now() where id = ${siteId}`);
    await tx.insert(s.rsvpForms).values({ id: formId, ...own, name: "Answers" });
    for (let from = 0; from < guests.length; from += 1_000) {
      const some = guests.slice(from, from + 1_000);
      const groups = [...new Map(some.map(({ groupId, household }) => [groupId, household ?? ""]))];
      await tx
        .insert(s.guestGroups)
        .values(groups.map(([id, name]) => ({ id, ...own, name: name.startsWith("#") ? "" : name })))
        .onConflictDoNothing();
      await tx.insert(s.guests).values(
        some.map(({ id, groupId, firstName, lastName, invited }, at) => ({
          id,
          ...own,
          groupId,
          firstName: firstName ?? `Guest${from + at}`,
          lastName: lastName ?? "Rossi",
          rsvpStatus: invited === false ? ("none" as const) : ("pending" as const),
        })),
      );
      const contacts = some.filter((guest) => guest.email !== null);
      if (contacts.length > 0) {
        await tx.insert(s.guestContacts).values(
          contacts.map(({ id, email }) => ({
            organizationId,
            guestId: id,
            kind: "email" as const,
            value: email!,
            isPrimary: true,
          })),
        );
      }
      const invited = some.filter((guest) => guest.invited !== false);
      if (invited.length > 0) {
        await tx
          .insert(s.guestEvents)
          .values(invited.map(({ id }) => ({ organizationId, guestId: id, eventId })));
      }
    }
  });
  return { ...tenant, eventId, siteId, formId, subdomain, guests };
}

/** A campaign's body that uses guest, household, event and link. */
export const letter = {
  name: "Invitation",
  channel: "email",
  subject: "{{guest.firstName}}, you are invited",
  body: "Dear {{guest.firstName|friend}},\n\nplease join us on {{event.date}}.\n\n[See your invitation]({{invite.url}})",
} as const;
