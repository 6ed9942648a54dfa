import { type SQL, sql } from "drizzle-orm";
import { prepared, readSystem, type Tx } from "@/db/client";
import type { Role } from "@/db/schema/organizations";
import type { Actor } from "./actor";
import { can, type Permission, permissionsOf } from "./can";

declare const minted: unique symbol;

/**
 * The organizations one piece of work may see. Only this module makes one, so that no query can be written
 * without somebody having asked whose rows they are.
 */
export type Scope = {
  readonly [minted]: true;
  readonly organizationIds: readonly string[];
  /** What a narrowed member sees of them; null is every project. The database holds to it (db/rls.sql). */
  readonly projectIds: readonly string[] | null;
  /** The caller's role, where the scope is one organization of a member; an API key ranks as an admin. */
  readonly role: Role | null;
  /** What the caller may do there; null for doors that proved themselves otherwise. */
  readonly permissions: ReadonlySet<Permission> | null;
  /** When the membership or key ends; null is never. */
  readonly endsAt: Date | null;
};

const mint = (organizationIds: readonly string[], more: Partial<Omit<Scope, typeof minted>> = {}) =>
  ({ organizationIds, projectIds: null, role: null, permissions: null, endsAt: null, ...more }) as Scope;

/** Sees nothing: what a public endpoint starts with. */
export const emptyScope = mint([]);

/** For functions of the jobs server: they act on a row whose organization an event named. */
export const jobScope = (organizationId: string): Scope => mint([organizationId]);

/** For doors that proved themselves otherwise: an invite's token, a site's host, a webhook's signature, a room's token. */
export const provenScope = (organizationId: string): Scope => mint([organizationId]);

/** A kind of row: where it is found (as `r`, everything above it still standing), and the project it stands in. */
const inProject = (found: SQL, project = sql`p.id`) => ({ found, project });
const beside = (found: SQL) => inProject(found, sql`null::uuid`);

const kinds = {
  organization: beside(sql`organizations r where r.deleted_at is null`),
  project: inProject(sql`projects r where r.deleted_at is null`, sql`r.id`),
  // Deleted, and still to be restored: 30 days (lib/projects/policy.ts).
  restorableProject: inProject(
    sql`projects r where (r.deleted_at is null or r.deleted_at > now() - interval '30 days')`,
    sql`r.id`,
  ),
  event: inProject(sql`events r join projects p on p.id = r.project_id where p.deleted_at is null`),
  group: inProject(
    sql`guest_groups r join projects p on p.id = r.project_id where p.deleted_at is null and r.deleted_at is null`,
  ),
  guest: inProject(
    sql`guests r join projects p on p.id = r.project_id where p.deleted_at is null and r.deleted_at is null`,
  ),
  contact: inProject(
    sql`guest_contacts r join guests g on g.id = r.guest_id join projects p on p.id = g.project_id where p.deleted_at is null and g.deleted_at is null`,
  ),
  tag: inProject(sql`guest_tags r join projects p on p.id = r.project_id where p.deleted_at is null`),
  import: inProject(sql`guest_imports r join projects p on p.id = r.project_id where p.deleted_at is null`),
  invite: inProject(sql`invites r join projects p on p.id = r.project_id where p.deleted_at is null`),
  form: inProject(
    sql`rsvp_forms r join projects p on p.id = r.project_id where p.deleted_at is null and r.deleted_at is null`,
  ),
  question: inProject(
    sql`rsvp_questions r join rsvp_forms f on f.id = r.form_id join projects p on p.id = f.project_id where p.deleted_at is null and f.deleted_at is null`,
  ),
  submission: inProject(
    sql`rsvp_submissions r join projects p on p.id = r.project_id where p.deleted_at is null`,
  ),
  site: inProject(
    sql`sites r join projects p on p.id = r.project_id where p.deleted_at is null and r.deleted_at is null`,
  ),
  webhookEndpoint: beside(sql`webhook_endpoints r where true`),
  webhookDelivery: beside(sql`webhook_deliveries r where true`),
  member: beside(sql`organization_members r where true`),
  doorPass: beside(sql`organization_invitations r where r.email is null`),
  apiKey: beside(sql`api_keys r where true`),
  campaign: inProject(
    sql`messaging_campaigns r join projects p on p.id = r.project_id where p.deleted_at is null and r.deleted_at is null`,
  ),
  job: inProject(sql`jobs r left join projects p on p.id = r.project_id where p.deleted_at is null`),
} satisfies Record<string, ReturnType<typeof inProject>>;

export type RowKind = keyof typeof kinds;

type Membership = {
  organizationId: string;
  role: Role;
  expiresAt: Date | null;
  /** Null where the member sees every project. Whoever is given an event sees its project's rows by it. */
  projectIds: string[] | null;
};

const membership = sql`m.organization_id as "organizationId", m.role, m.expires_at as "expiresAt",
       case when m.project_ids is not null or m.event_ids is not null
            then coalesce(m.project_ids, '{}') || array(select e.project_id from events e where e.id = any(m.event_ids)) end as "projectIds"`;
const standing = sql`m.status = 'active' and (m.expires_at is null or m.expires_at > now())
         and exists (select from organizations o where o.id = m.organization_id and o.deleted_at is null)`;

/**
 * The scope for one row, in one statement: the row exists, the caller is a member of its organization, and what
 * the membership is narrowed to holds it.
 *
 * @returns null when there is no such row for the caller; the reasons cannot be told apart
 */
export async function scopeOfRow(actor: Actor, kind: RowKind, id: string): Promise<Scope | null> {
  const reason = "the row must be found before its organization is known";
  if (actor.kind === "user") {
    return readSystem(reason, (tx) => scopeOfMember(tx, sql`${actor.id}::uuid`, { kind, id }));
  }
  if (actor.kind !== "apiKey") return null;
  const [row] = await readSystem(reason, (tx) =>
    tx.execute(sql`${prepared}
      select from ${above({ kind, id })} join organizations o on o.id = found.organization_id and o.deleted_at is null
       where found.organization_id = ${actor.organizationId}`),
  );
  return row ? scopeOfKey(actor) : null;
}

/** A row that a caller names, not yet known to be theirs. */
export type NamedRow = { kind: RowKind; id: string };

/** Where a row stands: its organization, project and event, as `found`. */
function above({ kind, id }: NamedRow): SQL {
  const organization = kind === "organization" ? sql`r.id` : sql`r.organization_id`;
  const { found: rows, project } = kinds[kind];
  const event = kind === "event" ? sql`r.id` : sql`null::uuid`;
  return sql`(select ${organization} as organization_id, ${project} as project_id, ${event} as event_id
                from ${rows} and r.id = ${id}) found`;
}

/**
 * scopeOfRow of one person, within a transaction that sees every row.
 *
 * @param person an expression of their id, null for nobody
 */
export async function scopeOfMember(tx: Tx, person: SQL, row: NamedRow): Promise<Scope | null> {
  const [found] = await tx.execute<Membership>(sql`${prepared}
    select ${membership} from organization_members m join ${above(row)} on found.organization_id = m.organization_id
     where m.user_id = ${person} and ${standing}
       and ((m.project_ids is null and m.event_ids is null) or found.project_id is null
            or (found.event_id is null and found.project_id = any(m.project_ids))
            or (found.event_id is not null
                and (found.event_id = any(m.event_ids) or found.project_id = any(m.project_ids))))`);
  if (!found) return null;
  const { organizationId, role, projectIds, expiresAt } = found;
  const endsAt = expiresAt && new Date(expiresAt);
  return mint([organizationId], { role, projectIds, permissions: permissionsOf(role), endsAt });
}

const scopeOfKey = (actor: Extract<Actor, { kind: "apiKey" }>): Scope =>
  mint([actor.organizationId], { role: "admin", permissions: actor.permissions, endsAt: actor.expiresAt });

/** All organizations in which the caller holds the permission (all of theirs, where none is asked). */
export async function scopeOfSelf(actor: Actor, permission: Permission | null): Promise<Scope> {
  if (actor.kind === "apiKey") return scopeOfKey(actor);
  if (actor.kind !== "user") return emptyScope;
  return readSystem("a person's memberships span organizations", async (tx) => {
    const all = await tx.execute<Membership>(
      sql`select ${membership} from organization_members m where m.user_id = ${actor.id} and ${standing}`,
    );
    const mine = all.filter((one) => !permission || can(one.role, permission));
    const organizationIds = mine.map((one) => one.organizationId);
    if (mine.every((one) => one.projectIds === null)) return mint(organizationIds);
    // Narrowed somewhere: what is seen of the others has to be said too.
    const whole = mine.filter((one) => one.projectIds === null).map((one) => one.organizationId);
    const rest = await tx.execute<{ id: string }>(
      sql`select id from projects where organization_id = any(${`{${whole.join(",")}}`}::uuid[]) and deleted_at is null`,
    );
    return mint(organizationIds, {
      projectIds: [...mine.flatMap((one) => one.projectIds ?? []), ...rest.map(({ id }) => id)],
    });
  });
}
