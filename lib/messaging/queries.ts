import { and, eq, getTableColumns, ilike } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { messagingCampaigns as campaigns } from "@/db/schema";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { likeText } from "@/lib/http/like";
import { listTable } from "@/lib/http/list";
import { notFound } from "@/lib/http/problem";
import type { Audience } from "./audience/contract";
import type { Trigger } from "./automation/contract";
import type { getCampaign as getContract, listCampaigns as listContract } from "./contract";
import type { SendWindow } from "./delivery/window/policy";
import { stepsOf } from "./waterfall/policy";

type Row = typeof campaigns.$inferSelect;

/** A campaign's row as it is answered; the columns of JSON hold what the contract wrote into them. */
export const asCampaign = (row: Row) => ({
  ...row,
  audience: row.audience as Audience,
  fallback: stepsOf(row),
  trigger: row.trigger as Trigger | null,
  templateVariables: row.templateVariables as Record<string, string>,
  sendWindow: row.sendWindow as SendWindow | null,
});

/** A page of a project's campaigns, newest first. */
export async function listCampaigns(
  cx: Cx,
  { params, query }: Input<typeof listContract>,
): Promise<Returned<typeof listContract>> {
  const { compiled: _, compiledFallback: __, ...columns } = getTableColumns(campaigns);
  const { data, ...page } = await listTable(cx.tx, {
    ...{ table: campaigns, query, by: ["-createdAt", "name"], columns },
    matches: and(
      eq(campaigns.projectId, params.id),
      query.status ? eq(campaigns.status, query.status) : undefined,
      query.q ? ilike(campaigns.name, likeText(query.q)) : undefined,
    ),
  });
  return {
    ...page,
    data: data.map((row) => asCampaign({ ...row, compiled: null, compiledFallback: null })),
  };
}

/** One campaign. */
export const getCampaign = async (cx: Cx, { params }: Input<typeof getContract>) =>
  asCampaign(await campaignOf(cx.tx, params.id));

/** A campaign's row. @throws AppError not_found */
export async function campaignOf(tx: Tx, id: string): Promise<Row> {
  const [row] = await tx.select().from(campaigns).where(eq(campaigns.id, id));
  if (!row) throw notFound();
  return row;
}
