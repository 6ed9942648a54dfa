import { and, eq, sql } from "drizzle-orm";
import { lend } from "@/db/client";
import { commonSettingValues, events, plans, settingValues } from "@/db/schema";
import { type Cx, organizationOf } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { AppError, notFound } from "@/lib/http/problem";
import { audit, auditPlatform } from "@/lib/http/record";
import { actorId, actorName } from "@/lib/tenancy/actor";
import { can } from "@/lib/tenancy/can";
import type { removeValue as removeContract, setValue as setContract } from "./contract";
import { definitions, isAbove, type SettingKey, type SettingScope } from "./policy";
import { asValue, commonId, isOwn, type Place, saidAt } from "./queries";

const wrong = (path: string, message: string) =>
  new AppError("invalid", { detail: `${path}: ${message}`, errors: [{ path, message }] });

/** What the organization itself says is its admins' to set; projects and events are its editors'. */
function mayChange(cx: Cx, scope: SettingScope): void {
  if (scope !== "organization" || !cx.scope.role || can(cx.scope.role, "org:write")) return;
  throw new AppError("forbidden", { detail: "The organization's settings are changed by its admins." });
}

/** The value in its type; what does not fit is refused with the place in it. */
function typed(key: SettingKey, value: unknown): unknown {
  const parsed = definitions[key].schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { message, path } = parsed.error.issues[0]!;
  throw wrong(["value", ...path].join("."), message);
}

async function placeOf(cx: Cx, scope: SettingScope, scopeId: string | undefined): Promise<Place> {
  const userId = cx.actor.kind === "user" ? cx.actor.id : null;
  if (!isOwn(scope)) return { organizationId: null, projectId: null, eventId: null, userId };
  const place = { organizationId: organizationOf(cx), projectId: null, eventId: null, userId: null };
  if (scope === "organization") return place;
  if (scope === "project") return { ...place, projectId: scopeId! };
  const [event] = await cx.tx.select({ of: events.projectId }).from(events).where(eq(events.id, scopeId!));
  if (!event) throw notFound();
  return { ...place, projectId: event.of, eventId: scopeId! };
}

const named: Record<SettingScope, string> = {
  platform: "for the whole installation",
  plan: "by your plan",
  organization: "by your organization",
  project: "by the project",
  event: "by the event",
  user: "by you",
};

/** Refuses to say something below a lock, in a sentence that tells where it is. */
async function mustBeOpen(cx: Cx, key: SettingKey, scope: SettingScope, place: Place): Promise<void> {
  const said = (await saidAt(cx, [key], place)).get(key)!;
  const lock = said.find((word) => word.locked && isAbove(word.scope, scope));
  if (!lock) return;
  throw new AppError("setting_locked", {
    detail: `This is locked ${named[lock.scope]}${lock.setBy?.name ? ` (${lock.setBy.name})` : ""}, and cannot be set below.`,
    meta: { key, from: lock.scope, value: lock.value },
  });
}

/** Sets what a scope says of a setting. */
export async function setValue(cx: Cx, { body }: Input<typeof setContract>) {
  const { key, scope, scopeId, locked } = body;
  mayChange(cx, scope);
  const definition = definitions[key];
  if (!definition.scopes.includes(scope)) {
    throw wrong("scope", `is not one of ${definition.scopes.join(", ")} for this setting`);
  }
  if (locked && (!definition.lockable || definition.scopes.at(-1) === scope)) {
    throw wrong("locked", "has nothing below it to lock");
  }
  const value = typed(key, body.value);
  const place = await placeOf(cx, scope, scopeId);
  await mustBeOpen(cx, key, scope, place);
  const by = { setBy: actorId(cx.actor), setByName: actorName(cx.actor) };
  const said = { value: sql`${JSON.stringify(value)}::jsonb`, locked, ...by, updatedAt: cx.now };
  if (!isOwn(scope)) return setCommon(cx, { key, scope, scopeId }, said);
  const organizationId = organizationOf(cx);
  const target = and(
    eq(settingValues.organizationId, organizationId),
    eq(settingValues.scopeId, scopeId!),
    eq(settingValues.key, key),
  );
  const [before] = await cx.tx.select().from(settingValues).where(target);
  const { projectId, eventId } = place;
  const [row] = await cx.tx
    .insert(settingValues)
    .values({ organizationId, scope, scopeId: scopeId!, projectId, eventId, key, ...said })
    .onConflictDoUpdate({
      target: [settingValues.organizationId, settingValues.scopeId, settingValues.key],
      set: said,
    })
    .returning();
  await audit(
    cx,
    "setting.changed",
    { kind: "setting", id: row!.id, projectId },
    { before: before ? asValue(before) : null, after: asValue(row!) },
  );
  return asValue(row!);
}

type Target = { key: SettingKey; scope: "platform" | "plan" | "user"; scopeId: string | undefined };
type Word = Pick<typeof commonSettingValues.$inferInsert, "locked" | "setBy" | "setByName" | "updatedAt"> & {
  value: ReturnType<typeof sql>;
};

/** These belong to no organization: the installation's log tells of them. */
async function setCommon(cx: Cx, { key, scope, scopeId }: Target, said: Word) {
  const id = commonId(cx, scope, scopeId);
  const at = and(
    eq(commonSettingValues.scope, scope),
    eq(commonSettingValues.scopeId, id),
    eq(commonSettingValues.key, key),
  );
  const [before, row] = await lend(cx.tx, "system", async (tx) => {
    if (scope === "plan" && (await tx.$count(plans, eq(plans.id, id))) === 0) throw notFound();
    const [present] = await tx.select().from(commonSettingValues).where(at).for("update");
    const [changed] = await tx
      .insert(commonSettingValues)
      .values({ scope, scopeId: id, key, ...said })
      .onConflictDoUpdate({
        target: [commonSettingValues.scope, commonSettingValues.scopeId, commonSettingValues.key],
        set: said,
      })
      .returning();
    return [present, changed!] as const;
  });
  const after = asValue(row);
  await auditPlatform(
    cx,
    "setting.changed",
    { kind: "setting", id: row.id },
    { before: before ? asValue(before) : null, after },
  );
  return after;
}

/** Takes back what a scope says; what is above holds again. */
export async function removeValue(cx: Cx, { query }: Input<typeof removeContract>): Promise<void> {
  const { key, scope, scopeId } = query;
  mayChange(cx, scope);
  if (!isOwn(scope)) {
    const id = commonId(cx, scope, scopeId);
    const gone = await lend(cx.tx, "system", (tx) =>
      tx
        .delete(commonSettingValues)
        .where(
          and(
            eq(commonSettingValues.scope, scope),
            eq(commonSettingValues.scopeId, id),
            eq(commonSettingValues.key, key),
          ),
        )
        .returning(),
    );
    const [taken] = gone;
    if (!taken) throw notFound();
    await auditPlatform(cx, "setting.removed", { kind: "setting", id: taken.id }, { before: asValue(taken) });
    return;
  }
  const [before] = await cx.tx
    .delete(settingValues)
    .where(and(eq(settingValues.scopeId, scopeId!), eq(settingValues.key, key)))
    .returning();
  if (!before) throw notFound();
  await audit(
    cx,
    "setting.removed",
    { kind: "setting", id: before.id, projectId: before.projectId },
    { before: asValue(before) },
  );
}
