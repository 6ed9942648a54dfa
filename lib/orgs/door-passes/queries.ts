import { and, eq, getTableColumns, isNull, sql } from "drizzle-orm";
import { toString as qr } from "qrcode";
import { organizationInvitations } from "@/db/schema";
import { env } from "@/lib/clients/env";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { keyset, pageOf } from "@/lib/http/keyset";
import { likeText } from "@/lib/http/like";
import { deriveAgain } from "@/lib/tenancy/derived";
import { invitationPurpose } from "../events";
import { stateOf } from "../policy";
import type { doorPass, listDoorPasses as listContract } from "./contract";

type Row = typeof organizationInvitations.$inferSelect;

/** A pass as the API shows it, with its address and code while they open something. */
export async function shownPass(row: Row, now: Date) {
  const state = stateOf(row, now);
  const derived = state === "open" ? deriveAgain(invitationPurpose, row.id, row.tokenHash) : null;
  const url = derived && new URL(`/join/${derived.token}`, env().APP_URL).href;
  return {
    ...row,
    role: row.role as (typeof doorPass)["_output"]["role"],
    state,
    url,
    svg: url && (await qr(url, { type: "svg", margin: 2, errorCorrectionLevel: "M" })),
  };
}

/** A page of the organization's door passes, the newest first. */
export async function listDoorPasses(
  cx: Cx,
  { params, query }: Input<typeof listContract>,
): Promise<Returned<typeof listContract>> {
  const sort = query.sort ?? "-createdAt";
  const order = keyset(
    sort,
    query.cursor,
    { createdAt: [{ expression: sql`${organizationInvitations.createdAt}`, cast: "timestamptz" }] },
    sql`${organizationInvitations.id}`,
  );
  const matches = and(
    eq(organizationInvitations.organizationId, params.id),
    isNull(organizationInvitations.email),
    query.q ? sql`${organizationInvitations.name} ilike ${likeText(query.q)}` : undefined,
  );
  const rows = await cx.tx
    .select({ ...getTableColumns(organizationInvitations), position: order.position })
    .from(organizationInvitations)
    .where(and(matches, order.after))
    .orderBy(order.orderBy)
    .limit(query.limit + 1);
  const { data, nextCursor } = pageOf(rows, query.limit, sort);
  const total = await cx.tx.$count(organizationInvitations, matches);
  return { data: await Promise.all(data.map((row) => shownPass(row as Row, cx.now))), nextCursor, total };
}
