import { and, eq, ilike } from "drizzle-orm";
import { webhookEndpoints } from "@/db/schema";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { likeText } from "@/lib/http/like";
import { listTable } from "@/lib/http/list";
import { notFound } from "@/lib/http/problem";
import type { getWebhookEndpoint as getContract, listWebhookEndpoints as listContract } from "./contract";
import type { WebhookEvent } from "./events";

type Row = typeof webhookEndpoints.$inferSelect;

/** An endpoint as the API says it; its secret stays out. */
export const asEndpoint = ({
  secretCipher: _,
  formerSecretCipher: __,
  formerSecretUntil: ___,
  ...row
}: Row) => ({
  ...row,
  events: row.events as WebhookEvent[],
});

/** A page of an organization's endpoints, the first made first. */
export async function listWebhookEndpoints(
  cx: Cx,
  { params, query }: Input<typeof listContract>,
): Promise<Returned<typeof listContract>> {
  const { data, ...page } = await listTable(cx.tx, {
    ...{ table: webhookEndpoints, query, by: ["createdAt"] },
    matches: and(
      eq(webhookEndpoints.organizationId, params.id),
      query.q ? ilike(webhookEndpoints.url, likeText(query.q)) : undefined,
    ),
  });
  return { ...page, data: data.map(asEndpoint) };
}

/** One endpoint. */
export const getWebhookEndpoint = async (cx: Cx, { params }: Input<typeof getContract>) =>
  asEndpoint(await endpointById(cx, params.id));

/** An endpoint's row. Throws not_found. */
export async function endpointById(cx: Pick<Cx, "tx">, id: string): Promise<Row> {
  const [row] = await cx.tx.select().from(webhookEndpoints).where(eq(webhookEndpoints.id, id));
  if (!row) throw notFound();
  return row;
}
