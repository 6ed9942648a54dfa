import { type SQL, sql } from "drizzle-orm";
import { asSystem } from "@/db/client";
import type { Role } from "@/db/schema/organizations";
import type { Actor } from "./actor";
import { can, type Permission } from "./can";

declare const minted: unique symbol;

/**
 * The organizations one piece of work may see. Only this module makes one, so that no query can be written
 * without somebody having asked whose rows they are.
 */
export type Scope = {
  readonly [minted]: true;
  readonly organizationIds: readonly string[];
  /** The caller's role, where the scope is one organization of a member. */
  readonly role: Role | null;
};

const mint = (organizationIds: readonly string[], role: Role | null = null) =>
  ({ organizationIds, role }) as Scope;

/** Sees nothing: what a public endpoint starts with. */
export const emptyScope = mint([]);

/** For functions of the jobs server: they act on a row whose organization an event named. */
export const jobScope = (organizationId: string): Scope => mint([organizationId]);

/** For doors that proved themselves otherwise: an invite's token, a site's host, a webhook's signature, a room's token. */
export const provenScope = (organizationId: string): Scope => mint([organizationId]);

/** Where each kind of row is found, and that everything above it still stands. */
const rows = {
  organization: sql`organizations r where r.deleted_at is null`,
  project: sql`projects r where r.deleted_at is null`,
  // Deleted, and still to be restored: 30 days (lib/projects/policy.ts).
  restorableProject: sql`projects r where (r.deleted_at is null or r.deleted_at > now() - interval '30 days')`,
  event: sql`events r join projects p on p.id = r.project_id where p.deleted_at is null`,
  group: sql`guest_groups r join projects p on p.id = r.project_id where p.deleted_at is null and r.deleted_at is null`,
  guest: sql`guests r join projects p on p.id = r.project_id where p.deleted_at is null and r.deleted_at is null`,
  contact: sql`guest_contacts r join guests g on g.id = r.guest_id join projects p on p.id = g.project_id where p.deleted_at is null and g.deleted_at is null`,
  tag: sql`guest_tags r join projects p on p.id = r.project_id where p.deleted_at is null`,
  import: sql`guest_imports r join projects p on p.id = r.project_id where p.deleted_at is null`,
  invite: sql`invites r join projects p on p.id = r.project_id where p.deleted_at is null`,
  form: sql`rsvp_forms r join projects p on p.id = r.project_id where p.deleted_at is null and r.deleted_at is null`,
  question: sql`rsvp_questions r join rsvp_forms f on f.id = r.form_id join projects p on p.id = f.project_id where p.deleted_at is null and f.deleted_at is null`,
  submission: sql`rsvp_submissions r join projects p on p.id = r.project_id where p.deleted_at is null`,
  site: sql`sites r join projects p on p.id = r.project_id where p.deleted_at is null and r.deleted_at is null`,
  campaign: sql`messaging_campaigns r join projects p on p.id = r.project_id where p.deleted_at is null and r.deleted_at is null`,
  job: sql`jobs r left join projects p on p.id = r.project_id where p.deleted_at is null`,
} satisfies Record<string, SQL>;

export type RowKind = keyof typeof rows;

/**
 * The scope for one row, in one statement: the row exists, the caller is a member of its organization.
 *
 * @returns null when there is no such row or the caller is no member; the two cannot be told apart
 */
export async function scopeOfRow(actor: Actor, kind: RowKind, id: string): Promise<Scope | null> {
  if (actor.kind !== "user") return null;
  const organization = kind === "organization" ? sql`r.id` : sql`r.organization_id`;
  const [row] = await asSystem("the row must be found before its organization is known", (tx) =>
    tx.execute<{ organizationId: string; role: Role }>(sql`
      select m.organization_id as "organizationId", m.role
        from organization_members m
       where m.user_id = ${actor.id} and m.status = 'active' and (m.expires_at is null or m.expires_at > now())
         and m.organization_id = (select ${organization} from ${rows[kind]} and r.id = ${id})
         and exists (select from organizations o where o.id = m.organization_id and o.deleted_at is null)`),
  );
  return row ? mint([row.organizationId], row.role) : null;
}

/** All organizations in which the caller's role holds the permission (all of theirs, where none is asked). */
export async function scopeOfSelf(actor: Actor, permission: Permission | null): Promise<Scope> {
  if (actor.kind !== "user") return emptyScope;
  const memberships = await asSystem("a person's memberships span organizations", (tx) =>
    tx.execute<{ organizationId: string; role: Role }>(sql`
      select m.organization_id as "organizationId", m.role
        from organization_members m join organizations o on o.id = m.organization_id and o.deleted_at is null
       where m.user_id = ${actor.id} and m.status = 'active' and (m.expires_at is null or m.expires_at > now())`),
  );
  return mint(memberships.filter((m) => !permission || can(m.role, permission)).map((m) => m.organizationId));
}
