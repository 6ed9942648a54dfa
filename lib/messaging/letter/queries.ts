import { and, eq, sql } from "drizzle-orm";
import { prepared, type Tx } from "@/db/client";
import { organizationMembers } from "@/db/schema";
import { appOrigin, env, siteOrigin } from "@/lib/clients/env";
import type { Facts } from "@/lib/scene/facts";
import { migrateScene, type Scene } from "@/lib/scene/scene";
import { templateFor } from "@/lib/scene/templates/catalogue";
import type { Channel } from "../audience/policy";
import { uuids } from "../audience/queries";
import { compileMail } from "../mail/compile";
import type { CompiledMail } from "../mail/parts";
import type { Addressee } from "../mail/values";
import { compileText } from "../sms/policy";
import { compileTemplate } from "../whatsapp/policy";
import { templateOf } from "../whatsapp/queries";

/** The site that a campaign's links lead to, with the scene whose dress its mail wears. */
export type CampaignSite = {
  id: string;
  subdomain: string;
  customDomain: string | null;
  status: string;
  locale: string;
  rsvpFormId: string | null;
  scene: Scene | null;
};

/** The campaign's own site, else the project's published one, else any it has; null where there is none. */
export async function siteOf(
  tx: Tx,
  { projectId, siteId }: { projectId: string; siteId: string | null },
): Promise<CampaignSite | null> {
  const [row] = await tx.execute<Omit<CampaignSite, "scene"> & { graph: unknown }>(sql`
    select s.id, s.subdomain, s.custom_domain as "customDomain", s.status, s.locale, s.rsvp_form_id as "rsvpFormId",
           v.scene_graph as graph
      from sites s
      left join site_versions v on v.id = coalesce(s.published_version_id, s.draft_version_id)
     where s.project_id = ${projectId} and (${siteId}::uuid is null or s.id = ${siteId}::uuid)
     order by s.status = 'published' desc, s.created_at, s.id limit 1`);
  if (!row) return null;
  const { graph, ...site } = row;
  return { ...site, scene: sceneOf(graph) };
}

/** A scene that an older or a broken editor left must not keep mails from being sent: they wear the plain dress then. */
function sceneOf(graph: unknown): Scene | null {
  try {
    return graph ? migrateScene(graph) : null;
  } catch {
    return null;
  }
}

type Written = {
  channel: Channel;
  sender: "provider" | "host";
  subject: string | null;
  preheader: string | null;
  body: string;
  templateId: string | null;
  templateVariables: unknown;
  createdBy: string | null;
};

/** Compiles a campaign's words in the dress of its site, with the links of that site. */
export async function compileCampaign(
  tx: Tx,
  written: Written,
  site: CampaignSite | null,
  facts: Facts,
): Promise<CompiledMail> {
  const plain = { theme: templateFor(facts.project.kind).theme, nodes: {} };
  const app = appOrigin();
  const place = {
    locale: site?.locale ?? facts.project.locale,
    origin: site ? siteOrigin(site) : app,
    ownOrigin: site ? siteOrigin({ subdomain: site.subdomain }) : app,
  };
  // What people send themselves is theirs: no template, and nobody answers STOP to a friend.
  if (written.sender === "host") return compileText({ ...place, body: written.body, stop: false });
  if (written.channel === "whatsapp") {
    const template = await templateOf({ tx }, written.templateId);
    const given = written.templateVariables as Record<string, string>;
    return compileTemplate(place, template ?? { id: "", category: "marketing", variables: [] }, given);
  }
  if (written.channel === "sms") return compileText({ ...place, body: written.body });
  return compileMail({
    ...place,
    from: senderOf(facts.project.name),
    replyTo: await authorAddress(tx, written.createdBy),
    subject: written.subject ?? "",
    preheader: written.preheader ?? "",
    body: written.body,
    scene: site?.scene ?? plain,
    facts,
  });
}

/** The installation's address under the hosts' name: `"Ada & Luca" <invitations@example.com>` (RFC 5322 §3.4). */
function senderOf(name: string): string {
  const address = /<([^<>]+)>/.exec(env().MAIL_FROM)?.[1] ?? env().MAIL_FROM;
  return `"${name
    .replace(/[<>"\\]/g, " ")
    .replace(/\s+/g, " ")
    .trim()}" <${address.trim()}>`;
}

async function authorAddress(tx: Tx, author: string | null): Promise<string | null> {
  if (!author) return null;
  const [row] = await tx
    .select({ email: organizationMembers.email })
    .from(organizationMembers)
    .where(and(eq(organizationMembers.userId, author), eq(organizationMembers.status, "active")));
  return row?.email ?? null;
}

/**
 * What mails need to know of guests of a project. Guests who were deleted are absent. Three plain reads and no
 * correlated one: right after an import, before the tables are analysed, those are quadratic.
 */
export async function addressees(
  tx: Tx,
  guestIds: readonly string[],
  projectId: string,
): Promise<Map<string, Addressee & { name: string; groupId: string; timezone: string | null }>> {
  const people = await tx.execute<Person>(sql`${prepared}
    select g.id, g.group_id as "groupId", g.first_name as "firstName", g.last_name as "lastName", gg.name as household,
           g.timezone
      from guests g join guest_groups gg on gg.id = g.group_id
     where g.project_id = ${projectId} and g.id = any (${uuids(guestIds)})`);
  const groupIds = [...new Set(people.map(({ groupId }) => groupId))];
  const members = await tx.execute<Pick<Person, "groupId" | "firstName" | "lastName">>(sql`${prepared}
    select group_id as "groupId", first_name as "firstName", last_name as "lastName"
      from guests where group_id = any (${uuids(groupIds)}) order by group_id, position, id`);
  const invited = await tx.execute<{ guestId: string; eventId: string }>(sql`${prepared}
    select guest_id as "guestId", event_id as "eventId" from guest_events
     where guest_id = any (${uuids(guestIds)}) and invited order by event_id`);
  const byGroup = grouped(members, ({ groupId }) => groupId);
  const byGuest = grouped(invited, ({ guestId }) => guestId);
  return new Map(
    people.map(({ id, groupId, firstName, lastName, household, timezone }) => [
      id,
      {
        firstName,
        lastName,
        household,
        groupId,
        timezone,
        name: [firstName, lastName].filter(Boolean).join(" "),
        people: byGroup.get(groupId) ?? [],
        eventIds: (byGuest.get(id) ?? []).map(({ eventId }) => eventId),
      },
    ]),
  );
}

type Person = {
  id: string;
  groupId: string;
  firstName: string;
  lastName: string;
  household: string;
  timezone: string | null;
};

function grouped<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}
