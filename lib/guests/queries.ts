import { and, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import { guestContacts, guestEvents, guestGroups, guests, guestTagAssignments, projects } from "@/db/schema";
import { toCsv } from "@/lib/http/csv";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { keyset, pageOf } from "@/lib/http/keyset";
import { countMost, MOST_COUNTED } from "@/lib/http/list";
import { notFound } from "@/lib/http/problem";
import type {
  exportGuests as exportContract,
  getGuest as getContract,
  listGuests as listContract,
} from "./contract";
import { searchPattern } from "./policy";

const MOST_EXPORTED = 100_000;

// Drizzle leaves the table's name away where a statement has one table; inside a sub-select it is needed.
const id = sql`guests.id`;

/** A guest's columns and what hangs on them, as sub-selects: evaluated for the rows of a page only. */
const columns = {
  ...getTableColumns(guests),
  consents: sql<{ channel: string; at: string; source: string }[]>`(
    select coalesce(json_agg(json_build_object(
        'channel', n.channel, 'at', to_char(n.given_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'source', n.source) order by n.channel), '[]')
    from guest_consents n where n.guest_id = ${id} and n.withdrawn_at is null)`,
  email: sql<
    string | null
  >`(select c.value from guest_contacts c where c.guest_id = ${id} and c.kind = 'email' and c.is_primary)`,
  phone: sql<
    string | null
  >`(select c.value from guest_contacts c where c.guest_id = ${id} and c.kind = 'phone' and c.is_primary)`,
  tags: sql<string[]>`(select coalesce(json_agg(t.name order by lower(t.name)), '[]')
    from guest_tag_assignments a join guest_tags t on t.id = a.tag_id where a.guest_id = ${id})`,
  events: sql<{ eventId: string; invited: boolean; rsvpStatus: "none"; checkedInAt: string | null }[]>`(
    select coalesce(json_agg(json_build_object(
        'eventId', e.event_id, 'invited', e.invited,
        'rsvpStatus', case when e.invited then coalesce(e.attendance, 'pending') else 'none' end,
        'checkedInAt', to_char(e.checked_in_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
      ) order by v.starts_at, v.id), '[]')
    from guest_events e join events v on v.id = e.event_id where e.guest_id = ${id})`,
};

type Filters = Pick<
  Input<typeof listContract>["query"],
  "q" | "tagId" | "groupId" | "rsvpStatus" | "eventId" | "hasEmail"
>;

/** Who a search finds, as a query. */
const searched = (projectId: string, q: string) =>
  sql`select guest_id from search_guests(${projectId}, ${searchPattern(q)}, ${MOST_COUNTED})`;

/**
 * The condition of a list's filters; undefined where there are none.
 *
 * @param hits where a search's guests come from, for a statement that has looked for them already
 */
function matching(projectId: string, filters: Filters, hits?: SQL): SQL | undefined {
  const { q, tagId, groupId, rsvpStatus, eventId, hasEmail } = filters;
  const status = rsvpStatus === "pending" ? sql`e.attendance is null` : sql`e.attendance = ${rsvpStatus}`;
  const invited = sql`exists (select from ${guestEvents} e where e.guest_id = ${id} and e.event_id = ${eventId} and e.invited`;
  const email = sql`exists (select from ${guestContacts} c where c.guest_id = ${id} and c.kind = 'email')`;
  return and(
    q ? sql`${id} in (${hits ?? searched(projectId, q)})` : undefined,
    tagId
      ? sql`exists (select from ${guestTagAssignments} a where a.guest_id = ${id} and a.tag_id = ${tagId})`
      : undefined,
    groupId ? eq(guests.groupId, groupId) : undefined,
    eventId
      ? rsvpStatus === "none"
        ? sql`not ${invited})`
        : rsvpStatus
          ? sql`${invited} and ${status})`
          : sql`${invited})`
      : rsvpStatus
        ? eq(guests.rsvpStatus, rsvpStatus)
        : undefined,
    hasEmail === undefined ? undefined : hasEmail ? email : sql`not ${email}`,
  );
}

const order = (sort: string, cursor: string | undefined) =>
  keyset(
    sort,
    cursor,
    {
      createdAt: [{ expression: sql`${guests.createdAt}`, cast: "timestamptz" }],
      // Generated columns: operators on functions may use no index under row-level security.
      name: [{ expression: sql`${guests.searchName}`, cast: "text" }],
      lastName: [
        { expression: sql`${guests.sortName}`, cast: "text" },
        { expression: sql`${guests.searchName}`, cast: "text" },
      ],
    },
    sql`${guests.id}`,
  );

async function totalOf(cx: Cx, projectId: string, filter: SQL | undefined) {
  if (!filter) {
    const [kept] = await cx.tx
      .select({ total: projects.guestCount })
      .from(projects)
      .where(eq(projects.id, projectId));
    return { total: kept?.total ?? 0 };
  }
  return countMost(cx.tx, sql`from ${guests} where ${and(eq(guests.projectId, projectId), filter)}`);
}

/** A page of a project's guests. Unfiltered totals are kept, filtered ones counted up to 10,001. */
export async function listGuests(
  cx: Cx,
  { params, query }: Input<typeof listContract>,
): Promise<Returned<typeof listContract>> {
  if (query.q) return searchGuests(cx, params.id, { ...query, q: query.q });
  const sort = query.sort ?? "-createdAt";
  const by = order(sort, query.cursor);
  const filter = matching(params.id, query);
  const page = cx.tx
    .select({ ...columns, position: by.position })
    .from(guests)
    .where(and(eq(guests.projectId, params.id), filter, by.after))
    .orderBy(by.orderBy)
    .limit(query.limit + 1);
  const [rows, total] = await Promise.all([page, totalOf(cx, params.id, filter)]);
  return { ...pageOf(rows, query.limit, sort), ...total };
}

/** A page of what a search finds, with its total from the same statement: looking costs more than all the rest. */
async function searchGuests(
  cx: Cx,
  projectId: string,
  query: Input<typeof listContract>["query"] & { q: string },
): Promise<Returned<typeof listContract>> {
  const sort = query.sort ?? "-createdAt";
  const by = order(sort, query.cursor);
  const hits = cx.tx.$with("hits", { guestId: guests.id }).as(searched(projectId, query.q));
  const filter = and(
    eq(guests.projectId, projectId),
    matching(projectId, query, sql`select guest_id from hits`),
  );
  const total = sql<number>`(select count(*)::int from (select from guests where ${filter} limit ${MOST_COUNTED}) t)`;
  const rows = await cx.tx
    .with(hits)
    .select({ ...columns, position: by.position, total })
    .from(guests)
    .where(and(filter, by.after))
    .orderBy(by.orderBy)
    .limit(query.limit + 1);
  // Behind the last page there is no row to tell the total.
  const counted =
    rows[0]?.total ?? (query.cursor ? (await totalOf(cx, projectId, matching(projectId, query))).total : 0);
  return {
    ...pageOf(rows, query.limit, sort),
    total: counted,
    ...(counted === MOST_COUNTED && { totalIsMinimum: true }),
  };
}

/** One guest with their household's name and all contacts. */
export async function getGuest(cx: Cx, { params }: Pick<Input<typeof getContract>, "params">) {
  const [row] = await cx.tx
    .select({ ...columns, groupName: guestGroups.name })
    .from(guests)
    .innerJoin(guestGroups, eq(guestGroups.id, guests.groupId))
    .where(eq(guests.id, params.id));
  if (!row) throw notFound();
  const contacts = await cx.tx
    .select()
    .from(guestContacts)
    .where(eq(guestContacts.guestId, params.id))
    .orderBy(guestContacts.kind, sql`${guestContacts.isPrimary} desc`, guestContacts.id);
  return { ...row, contacts };
}

/** The guests of a filter as CSV, headed so that an import recognises every column and changes nothing. */
export async function exportGuests(
  cx: Cx,
  { params, query }: Input<typeof exportContract>,
): Promise<Response> {
  const by = order(query.sort ?? "name", undefined);
  const rows = await cx.tx
    .select({ ...columns, groupName: guestGroups.name })
    .from(guests)
    .innerJoin(guestGroups, eq(guestGroups.id, guests.groupId))
    .where(and(eq(guests.projectId, params.id), matching(params.id, query)))
    .orderBy(by.orderBy)
    .limit(MOST_EXPORTED);
  const head =
    "First name,Last name,Email,Phone,Household,Tags,Age group,Language,Dietary needs,Notes,Plus ones,RSVP".split(
      ",",
    );
  const lines = rows.map((guest) => [
    guest.firstName,
    guest.lastName,
    guest.email,
    guest.phone,
    guest.groupName,
    guest.tags.join(", "),
    guest.ageBand,
    guest.language,
    guest.dietary,
    guest.notes,
    String(guest.plusOneAllowance),
    guest.rsvpStatus,
  ]);
  return toCsv("guests.csv", [head, ...lines]);
}
