import { and, eq, isNull, sql } from "drizzle-orm";
import { toString as qr } from "qrcode";
import { organizationInvitations } from "@/db/schema";
import { env } from "@/lib/clients/env";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { likeText } from "@/lib/http/like";
import { listTable } from "@/lib/http/list";
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
  const { data, ...page } = await listTable(cx.tx, {
    ...{ table: organizationInvitations, query, by: ["-createdAt"] },
    matches: and(
      eq(organizationInvitations.organizationId, params.id),
      isNull(organizationInvitations.email),
      query.q ? sql`${organizationInvitations.name} ilike ${likeText(query.q)}` : undefined,
    ),
  });
  return { ...page, data: await Promise.all(data.map((row) => shownPass(row as Row, cx.now))) };
}
