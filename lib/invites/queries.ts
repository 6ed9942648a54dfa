import { and, eq, gt, type SQL, sql } from "drizzle-orm";
import { inviteAccessLogs, invites } from "@/db/schema";
import { decrypt } from "@/lib/clients/crypto";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { escapeLike } from "@/lib/http/like";
import { listTable, MOST_COUNTED } from "@/lib/http/list";
import { AppError, notFound } from "@/lib/http/problem";
import { linkTo, siteOfLink } from "@/lib/rsvp/household/queries";
import type {
  getInvite as getContract,
  Invite,
  listInvites as listContract,
  listInviteLogs as logsContract,
} from "./contract";
import { statusAt, tokenPurpose } from "./policy";

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

/** A page of a project's links, newest first. */
export async function listInvites(
  cx: Cx,
  { params, query }: Input<typeof listContract>,
): Promise<Returned<typeof listContract>> {
  const matches = matching(params.id, query);
  const by = ["-createdAt"] as const;
  const { data, ...page } = await listTable(cx.tx, {
    table: invites,
    query,
    by,
    matches,
    isLong: true,
  });
  return { ...page, data: data.map((row) => shown(row, cx.now)) };
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
  return listTable(cx.tx, {
    ...{ table: inviteAccessLogs, query, by: ["-at"], isLong: true },
    matches: and(
      eq(inviteAccessLogs.inviteId, params.id),
      query.isBot === undefined ? undefined : eq(inviteAccessLogs.isBot, query.isBot),
    ),
  });
}
