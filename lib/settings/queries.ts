import { and, eq, getTableColumns, ilike, inArray, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { lend, type Tx } from "@/db/client";
import { commonSettingValues, events, projects, settingValues } from "@/db/schema";
import { type Cx, organizationOf } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { planOf } from "@/lib/http/entitlement";
import { keyset, pageOf } from "@/lib/http/keyset";
import { likeText } from "@/lib/http/like";
import { AppError, notFound } from "@/lib/http/problem";
import type {
  listDefinitions as definitionsContract,
  resolveSettings as resolveContract,
  listValues as valuesContract,
} from "./contract";
import {
  definitions,
  type Resolved,
  resolve,
  type Said,
  type SettingKey,
  type SettingScope,
  type SettingValue,
  settingKeys,
} from "./policy";

/** The platform's scope has no row; this stands for it. */
export const platformId = "00000000-0000-0000-0000-000000000000";

/** Where one asks: what is null is not asked. */
export type Place = {
  organizationId: string | null;
  projectId: string | null;
  eventId: string | null;
  userId: string | null;
};

/** Every setting, as the code defines it. */
export async function listDefinitions(
  _cx: Cx,
  _: Input<typeof definitionsContract>,
): Promise<Returned<typeof definitionsContract>> {
  const data = settingKeys.map((key) => {
    const { schema, ...definition } = definitions[key];
    const { $schema: _s, ...written } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
    const type = written.type as "boolean" | "integer" | "string" | "array";
    return {
      key,
      type,
      schema: written as Record<string, unknown>,
      ...definition,
      scopes: [...definition.scopes],
    };
  });
  return { data, nextCursor: null, total: data.length };
}

/** Everything that was said of settings on the way down to a place. */
export async function saidAt(
  cx: Cx,
  keys: readonly SettingKey[],
  place: Place,
): Promise<Map<SettingKey, Said[]>> {
  const { organizationId, projectId, eventId, userId } = place;
  const own = [organizationId, projectId, eventId].filter((id) => id !== null);
  const plan = organizationId === null ? null : await planOf(cx.tx, organizationId);
  const common: SQL[] = [eq(commonSettingValues.scope, "platform")];
  const at = (scope: "plan" | "user", id: string) =>
    and(eq(commonSettingValues.scope, scope), eq(commonSettingValues.scopeId, id))!;
  if (plan) common.push(at("plan", plan.id));
  if (userId) common.push(at("user", userId));
  const wide = await lend(cx.tx, "system", (tx) =>
    tx
      .select()
      .from(commonSettingValues)
      .where(and(inArray(commonSettingValues.key, [...keys]), or(...common))),
  );
  const narrow =
    own.length === 0
      ? []
      : await cx.tx
          .select()
          .from(settingValues)
          .where(
            and(
              eq(settingValues.organizationId, organizationId!),
              inArray(settingValues.scopeId, own),
              inArray(settingValues.key, [...keys]),
            ),
          );
  const said = new Map<SettingKey, Said[]>(keys.map((key) => [key, []]));
  for (const { key, scope, value, locked, setBy, setByName, updatedAt } of [...wide, ...narrow]) {
    said
      .get(key as SettingKey)
      ?.push({ scope, value, locked, setBy: { id: setBy, name: setByName }, setAt: updatedAt });
  }
  return said;
}

/** What some settings are at a place. */
export async function resolveAt(
  cx: Cx,
  keys: readonly SettingKey[],
  place: Place,
): Promise<Map<SettingKey, Resolved>> {
  const said = await saidAt(cx, keys, place);
  return new Map([...said].map(([key, words]) => [key, resolve(key, words)]));
}

/**
 * The value of one setting, for whoever acts by it. The organization is that of the transaction's scope; the person
 * is the one who acts.
 */
export async function settingOf<K extends SettingKey>(
  cx: Cx,
  key: K,
  at: { projectId?: string; eventId?: string } = {},
): Promise<SettingValue<K>> {
  const found = await resolveAt(cx, [key], {
    organizationId: organizationOf(cx),
    projectId: at.projectId ?? null,
    eventId: at.eventId ?? null,
    userId: cx.actor.kind === "user" ? cx.actor.id : null,
  });
  return found.get(key)!.value as SettingValue<K>;
}

/** The place that a body names, made whole upwards; what is not the caller's is not found. */
async function placeOf(cx: Cx, asked: Input<typeof resolveContract>["body"]): Promise<Place> {
  let { organizationId = null, projectId = null } = asked;
  const eventId = asked.eventId ?? null;
  const fits = (given: string | null, found: string, path: string) => {
    if (given === null || given === found) return found;
    const message = "is not what the narrower one belongs to";
    throw new AppError("invalid", { detail: `${path}: ${message}`, errors: [{ path, message }] });
  };
  if (eventId) {
    const [event] = await cx.tx.select({ of: events.projectId }).from(events).where(eq(events.id, eventId));
    if (!event) throw notFound();
    projectId = fits(projectId, event.of, "projectId");
  }
  if (projectId) {
    const [project] = await cx.tx
      .select({ of: projects.organizationId })
      .from(projects)
      .where(eq(projects.id, projectId));
    if (!project) throw notFound();
    organizationId = fits(organizationId, project.of, "organizationId");
  }
  if (organizationId && !cx.scope.organizationIds.includes(organizationId)) throw notFound();
  return { organizationId, projectId, eventId, userId: cx.actor.kind === "user" ? cx.actor.id : null };
}

/** What settings are at a place, from which scope, by whom, since when, and whether they are locked. */
export async function resolveSettings(
  cx: Cx,
  { body }: Input<typeof resolveContract>,
): Promise<Returned<typeof resolveContract>> {
  return Object.fromEntries(await resolveAt(cx, body.keys ?? settingKeys, await placeOf(cx, body)));
}

type Row = typeof settingValues.$inferSelect | typeof commonSettingValues.$inferSelect;

/** A value as the API shows it. */
export const asValue = ({ setBy, setByName, ...row }: Row) => ({
  id: row.id,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
  key: row.key as SettingKey,
  scope: row.scope as SettingScope,
  scopeId: row.scopeId === platformId ? null : row.scopeId,
  value: row.value,
  locked: row.locked,
  setBy: { id: setBy, name: setByName },
});

/** Whether a scope's values lie with an organization, rather than with the platform or a person. */
export const isOwn = (scope: SettingScope): scope is "organization" | "project" | "event" =>
  scope === "organization" || scope === "project" || scope === "event";

/** The row id of a scope of the platform, a plan or the person who asks. Throws when a plan is not named. */
export function commonId(cx: Cx, scope: SettingScope, scopeId: string | undefined): string {
  if (scope === "platform") return platformId;
  if (scope === "user" && cx.actor.kind === "user") return cx.actor.id;
  if (scopeId) return scopeId;
  throw new AppError("invalid", {
    detail: "scopeId: is missing",
    errors: [{ path: "scopeId", message: "is missing" }],
  });
}

/** A page of what one scope says, by key. What no definition knows any more is left out. */
export async function listValues(
  cx: Cx,
  { query }: Input<typeof valuesContract>,
): Promise<Returned<typeof valuesContract>> {
  const { scope, scopeId } = query;
  if (isOwn(scope)) return pageOfValues(cx.tx, settingValues, scope, scopeId!, query);
  const id = commonId(cx, scope, scopeId);
  return lend(cx.tx, "system", (tx) => pageOfValues(tx, commonSettingValues, scope, id, query));
}

async function pageOfValues(
  tx: Tx,
  table: typeof settingValues | typeof commonSettingValues,
  scope: SettingScope,
  scopeId: string,
  query: Input<typeof valuesContract>["query"],
) {
  const sort = query.sort ?? "key";
  const keys = {
    key: [{ expression: sql`${table.key}`, cast: "text" as const }],
    createdAt: [{ expression: sql`${table.createdAt}`, cast: "timestamptz" as const }],
  };
  const order = keyset(sort, query.cursor, keys, sql`${table.id}`);
  const matches = and(
    eq(table.scopeId, scopeId),
    eq(table.scope, scope),
    inArray(table.key, settingKeys),
    query.q ? ilike(table.key, likeText(query.q)) : undefined,
  );
  const rows = await tx
    .select({ row: getTableColumns(table), position: order.position })
    .from(table)
    .where(and(matches, order.after))
    .orderBy(order.orderBy)
    .limit(query.limit + 1);
  const { data, nextCursor } = pageOf(rows, query.limit, sort);
  return {
    data: data.map(({ row }) => asValue(row as Row)),
    nextCursor,
    total: await tx.$count(table, matches),
  };
}
