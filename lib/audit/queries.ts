import { and, eq, gte, type SQL, sql } from "drizzle-orm";
import { lend } from "@/db/client";
import { platformLog } from "@/db/schema";
import { toCsv } from "@/lib/http/csv";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { keyset, pageOf } from "@/lib/http/keyset";
import { escapeLike } from "@/lib/http/like";
import { countMost, MOST_COUNTED } from "@/lib/http/list";
import { AppError } from "@/lib/http/problem";
import type {
  exportAudit as exportContract,
  listAudit as listContract,
  listPlatformAudit as platformContract,
} from "./contract";

const EXPORTED = 50_000;

type Filters = Input<typeof exportContract>["query"];

/** What the filters ask for; a search finds the newest `searched` rows that hold its words. */
function conditions(organizationId: string, filters: Filters, searched: number): SQL[] {
  const { q, action, actorKind, actorId, targetKind, targetId, projectId, since, until } = filters;
  const found = [sql`organization_id = ${organizationId}`];
  if (action)
    found.push(action.endsWith(".") ? sql`starts_with(action, ${action})` : sql`action = ${action}`);
  if (actorKind) found.push(sql`actor_kind = ${actorKind}`);
  if (actorId) found.push(sql`actor_id = ${actorId}`);
  if (targetKind) found.push(sql`target_kind = ${targetKind}`);
  if (targetId) found.push(sql`target_id = ${targetId}`);
  if (projectId) found.push(sql`project_id = ${projectId}`);
  if (since) found.push(sql`at >= ${since.toISOString()}::timestamptz`);
  if (until) found.push(sql`at < ${until.toISOString()}::timestamptz`);
  if (q)
    found.push(
      sql`id in (select row_id from search_audit(${organizationId}, ${escapeLike(q)}, ${searched}))`,
    );
  return found;
}

const columns = sql`id, at, jsonb_build_object('kind', actor_kind, 'id', actor_id, 'name', actor_name) as actor, action,
  jsonb_build_object('kind', target_kind, 'id', target_id) as target, project_id as "projectId", before, after,
  request_id as "requestId", ip, "position", hash, previous_hash as "previousHash"`;

type Row = Returned<typeof listContract>["data"][number] & { at: string };

const read = async (cx: Cx, where: SQL, order: SQL, limit: number, extra: SQL = sql`null::text[]`) => {
  const rows = await cx.tx.execute<Row & { place: string[] }>(sql`
    select ${columns}, ${extra} as place from audit_log where ${where} order by ${order} limit ${limit}`);
  return rows.map((row) => ({ ...row, at: new Date(row.at).toISOString() }));
};

/** A page of an organization's log. Without a filter the total is the chain's length and what waits to be sealed. */
export async function listAudit(
  cx: Cx,
  { params, query }: Input<typeof listContract>,
): Promise<Returned<typeof listContract>> {
  const { limit, cursor, sort = "-at", ...filters } = query;
  // Ids are UUIDv7: their order is that of time, and they are what the index has.
  const order = keyset(sort, cursor, { at: [] }, sql`id`);
  const found = conditions(params.id, filters, MOST_COUNTED);
  const where = sql.join(found, sql` and `);
  const rows = await read(cx, sql`${where} and ${order.after}`, order.orderBy, limit + 1, order.position);
  const total = await count(cx, params.id, found.length === 1 ? null : where);
  const { data, nextCursor } = pageOf(
    rows.map(({ place, ...row }) => ({ ...row, inChain: row.position, position: place })),
    limit,
    sort,
  );
  return { data: data.map(({ inChain, ...row }) => ({ ...row, position: inChain })), nextCursor, ...total };
}

async function count(cx: Cx, organizationId: string, where: SQL | null) {
  if (where) return countMost(cx.tx, sql`from audit_log where ${where}`);
  const [row] = await cx.tx.execute<{ n: number }>(sql`
    select (coalesce((select "position" from audit_heads where organization_id = ${organizationId}), 0)
            + (select count(*) from audit_log where organization_id = ${organizationId} and "position" is null))::int as n`);
  return { total: row!.n };
}

/** A page of the installation's own log. */
export async function listPlatformAudit(
  cx: Cx,
  { query }: Input<typeof platformContract>,
): Promise<Returned<typeof platformContract>> {
  const { limit, cursor, sort = "-at", actorId, targetKind, since } = query;
  const order = keyset(sort, cursor, { at: [] }, sql`${platformLog.id}`);
  const matches = and(
    actorId ? eq(platformLog.actorId, actorId) : undefined,
    targetKind ? eq(platformLog.targetKind, targetKind) : undefined,
    since ? gte(platformLog.at, since) : undefined,
  );
  return lend(cx.tx, "system", async (tx) => {
    const rows = await tx
      .select({ row: platformLog, position: order.position })
      .from(platformLog)
      .where(and(matches, order.after))
      .orderBy(order.orderBy)
      .limit(limit + 1);
    const { data, nextCursor } = pageOf(rows, limit, sort);
    const shown = data.map(({ row: { actorKind, actorId: id, actorName, targetId, ...row } }) => ({
      ...row,
      actor: { kind: actorKind, id, name: actorName },
      target: { kind: row.targetKind, id: targetId },
    }));
    return { data: shown, nextCursor, total: await tx.$count(platformLog, matches) };
  });
}

const written = (value: unknown) => (value === null || value === undefined ? "" : JSON.stringify(value));

/** The filtered log as a file, the newest first. Nothing is left out silently: too many rows are refused. */
export async function exportAudit(
  cx: Cx,
  { params, query }: Input<typeof exportContract>,
): Promise<Response> {
  const where = sql.join(conditions(params.id, query, EXPORTED + 1), sql` and `);
  const rows = await read(cx, where, sql`id desc`, EXPORTED + 1);
  if (rows.length > EXPORTED) {
    throw new AppError("unprocessable", {
      detail: `More than ${EXPORTED.toLocaleString("en")} rows fit this. Narrow it down by time, and export it in parts.`,
    });
  }
  const head = ["at", "actor kind", "actor", "actor id", "action", "target kind", "target id", "project id"];
  return toCsv("audit.csv", [
    [...head, "before", "after", "request id", "ip", "position", "hash", "previous hash"],
    ...rows.map(({ at, actor, action, target, projectId, before, after, requestId, ip, ...row }) => [
      at,
      actor.kind,
      actor.name,
      actor.id,
      action,
      target.kind,
      target.id,
      projectId,
      written(before),
      written(after),
      requestId,
      ip,
      row.position?.toString(),
      row.hash,
      row.previousHash,
    ]),
  ]);
}
