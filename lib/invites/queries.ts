import { and, eq, getTableColumns, gt, type SQL, sql } from "drizzle-orm";
import { inviteAccessLogs, invites } from "@/db/schema";
import { decrypt } from "@/lib/clients/crypto";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { keyset, pageOf } from "@/lib/http/keyset";
import { escapeLike } from "@/lib/http/like";
import { AppError, notFound } from "@/lib/http/problem";
import { linkTo, siteOfLink } from "@/lib/rsvp/household/queries";
import type {
  getInvite as getContract,
  Invite,
  listInvites as listContract,
  listInviteLogs as logsContract,
} from "./contract";
import { statusAt, tokenPurpose } from "./policy";

const MOST_COUNTED = 10_001;
type Row = typeof invites.$inferSelect;

/** An invite as the API shows it: without its token, in whatever form. */
export function shown(
  row: Row,
  now: Date,
): Omit<Row, "tokenHash" | "tokenCipher" | "status"> & Pick<Invite, "status"> {
  const { tokenHash, tokenCipher, ...rest } = row;
  return { ...rest, status: statusAt(row, now) };
}

/** An invite with its token and address, for those who may hand it out. */
export async function revealed(cx: Pick<Cx, "tx" | "now">, row: Row, token: string) {
  const site = await siteOfLink(cx, row.projectId, row.siteId);
  return { ...shown(row, cx.now), token, url: linkTo(site, token) };
}

/** An invite whose time or uses are over, in SQL: `policy.statusAt` of rows that were not withdrawn. */
const isOver = sql`(coalesce(${invites.expiresAt} <= now(), false) or coalesce(${invites.useCount} >= ${invites.maxUses}, false))`;

function matching(projectId: string, query: Input<typeof listContract>["query"]): SQL | undefined {
  const { status, groupId, guestId, opened, q } = query;
  const pattern = q === undefined ? undefined : escapeLike(q.toLowerCase());
  return and(
    eq(invites.projectId, projectId),
    status === "revoked" ? eq(invites.status, "revoked") : undefined,
    status === "active" ? sql`${invites.status} = 'active' and not ${isOver}` : undefined,
    status === "expired" ? sql`${invites.status} = 'active' and ${isOver}` : undefined,
    groupId ? eq(invites.groupId, groupId) : undefined,
    guestId ? eq(invites.guestId, guestId) : undefined,
    opened === undefined ? undefined : opened ? gt(invites.openCount, 0) : eq(invites.openCount, 0),
    q
      ? sql`${invites.groupId} in (select g.group_id from guests g
              join search_guests(${projectId}, ${pattern}, ${MOST_COUNTED}) s on s.guest_id = g.id)`
      : undefined,
  );
}

/** How many rows match, counted up to 10,001. */
async function count(cx: Cx, table: SQL, matches: SQL | undefined) {
  const [row] = await cx.tx.execute<{ n: number }>(sql`
    select count(*)::int as n from (select from ${table} where ${matches} limit ${MOST_COUNTED}) counted`);
  return { total: row!.n, ...(row!.n === MOST_COUNTED && { totalIsMinimum: true }) };
}

/** A page of a project's links, newest first. */
export async function listInvites(
  cx: Cx,
  { params, query }: Input<typeof listContract>,
): Promise<Returned<typeof listContract>> {
  const sort = query.sort ?? "-createdAt";
  const order = keyset(
    sort,
    query.cursor,
    { createdAt: [{ expression: sql`${invites.createdAt}`, cast: "timestamptz" }] },
    sql`${invites.id}`,
  );
  const matches = matching(params.id, query);
  const rows = await cx.tx
    .select({ ...getTableColumns(invites), position: order.position })
    .from(invites)
    .where(and(matches, order.after))
    .orderBy(order.orderBy)
    .limit(query.limit + 1);
  const { data, nextCursor } = pageOf(rows, query.limit, sort);
  return {
    data: data.map((row) => shown(row, cx.now)),
    nextCursor,
    ...(await count(cx, sql`${invites}`, matches)),
  };
}

/** One link; its token and address for those who may change it and ask for them. */
export async function getInvite(
  cx: Cx,
  { params, query }: Input<typeof getContract>,
): Promise<Returned<typeof getContract>> {
  const [row] = await cx.tx.select().from(invites).where(eq(invites.id, params.id));
  if (!row) throw notFound();
  if (!query.reveal) return shown(row, cx.now);
  if (!cx.scope.permissions?.has("invites:write")) {
    throw new AppError("forbidden", { detail: "Your role here does not allow you to see the link itself." });
  }
  return revealed(cx, row, decrypt(row.tokenCipher, tokenPurpose));
}

/** A page of a link's access log, the latest first. */
export async function listInviteLogs(
  cx: Cx,
  { params, query }: Input<typeof logsContract>,
): Promise<Returned<typeof logsContract>> {
  const sort = query.sort ?? "-at";
  const order = keyset(
    sort,
    query.cursor,
    { at: [{ expression: sql`${inviteAccessLogs.at}`, cast: "timestamptz" }] },
    sql`${inviteAccessLogs.id}`,
  );
  const matches = and(
    eq(inviteAccessLogs.inviteId, params.id),
    query.isBot === undefined ? undefined : eq(inviteAccessLogs.isBot, query.isBot),
  );
  const rows = await cx.tx
    .select({ ...getTableColumns(inviteAccessLogs), position: order.position })
    .from(inviteAccessLogs)
    .where(and(matches, order.after))
    .orderBy(order.orderBy)
    .limit(query.limit + 1);
  return { ...pageOf(rows, query.limit, sort), ...(await count(cx, sql`${inviteAccessLogs}`, matches)) };
}
