import { eq, inArray, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { events, guestGroups, guests, invites, sites } from "@/db/schema";
import { decrypt, encrypt } from "@/lib/clients/crypto";
import { type Cx, organizationOf } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { AppError, type FieldError, notFound } from "@/lib/http/problem";
import { audit, emit } from "@/lib/http/record";
import { openedByLink } from "@/lib/rsvp/queries";
import { isRobot, logAccess } from "@/lib/tenancy/invite-access";
import { tokenHash } from "@/lib/tenancy/session";
import type {
  createInvite as createContract,
  openInvite as openContract,
  regenerateInvite as regenerateContract,
  revokeInvite as revokeContract,
  validateInvite as validateContract,
} from "./contract";
import { newToken, tokenPurpose } from "./policy";
import { revealed, shown } from "./queries";

const sealed = (token: string) => ({
  tokenHash: tokenHash(token),
  tokenCipher: encrypt(token, tokenPurpose),
});

/** Makes a link for a household, or narrowed to one of its guests; each may have one that is not withdrawn. */
export async function createInvite(
  cx: Cx,
  { params, body }: Input<typeof createContract>,
): Promise<Returned<typeof createContract>> {
  const { groupId, guestId, ...fields } = body;
  const group = await householdOf(cx, params.id, { groupId, guestId });
  await checkReferences(cx, params.id, body);
  const token = newToken();
  const [row] = await cx.tx
    .insert(invites)
    .values({
      ...fields,
      ...sealed(token),
      organizationId: organizationOf(cx),
      projectId: params.id,
      groupId: group,
      guestId: guestId ?? null,
    })
    .returning();
  await record(cx, "invite.created", row!, { after: shown(row!, cx.now) });
  return revealed(cx, row!, token);
}

/** Withdraws a link: it opens nothing from the next request on. */
export async function revokeInvite(cx: Cx, { params }: Input<typeof revokeContract>) {
  const before = await locked(cx, params.id);
  if (before.status === "revoked") return shown(before, cx.now);
  const [after] = await cx.tx
    .update(invites)
    .set({ status: "revoked", version: sql`${invites.version} + 1`, updatedAt: cx.now })
    .where(eq(invites.id, params.id))
    .returning();
  await record(cx, "invite.revoked", after!, {
    before: shown(before, cx.now),
    after: shown(after!, cx.now),
  });
  return shown(after!, cx.now);
}

/** Gives a link a new token and lets it work again; what was answered by the old one stays. */
export async function regenerateInvite(
  cx: Cx,
  { params }: Input<typeof regenerateContract>,
): Promise<Returned<typeof regenerateContract>> {
  const before = await locked(cx, params.id);
  const token = newToken();
  const isOver = before.expiresAt !== null && before.expiresAt <= cx.now;
  const [after] = await cx.tx
    .update(invites)
    .set({
      ...sealed(token),
      // The link in an old message is told from a wrong one.
      formerHashes: sql`array_append(${invites.formerHashes}, ${invites.tokenHash})`,
      status: "active",
      useCount: 0,
      ...(isOver && { expiresAt: null }),
      version: sql`${invites.version} + 1`,
      updatedAt: cx.now,
    })
    .where(eq(invites.id, params.id))
    .returning();
  await record(cx, "invite.regenerated", after!, {
    before: shown(before, cx.now),
    after: shown(after!, cx.now),
  });
  return revealed(cx, after!, token);
}

/** What a link opens, for whoever holds it; counts as an opening unless a known robot asks. */
export async function validateInvite(
  cx: Cx,
  { params }: Input<typeof validateContract>,
): Promise<Returned<typeof validateContract>> {
  const { inviteId } = await opening(cx, "validated");
  return openedByLink(cx, inviteId, params.id);
}

/** Counts one opening of the personal page by a person. */
export async function openInvite(cx: Cx, _: Input<typeof openContract>): Promise<void> {
  await opening(cx, "opened");
}

async function opening(cx: Cx, action: "opened" | "validated") {
  const { actor, scope } = cx;
  if (actor.kind !== "guest") throw new Error("Only the holder of a link opens it.");
  await logAccess(cx.tx, { actor, scope }, action, cx);
  if (!isRobot(cx.userAgent)) {
    const [opened] = await cx.tx.execute<{ project: string; first: boolean }>(sql`
      update invites set open_count = open_count + 1, first_opened_at = coalesce(first_opened_at, now()),
             last_opened_at = now()
       where id = ${actor.inviteId} returning project_id as project, open_count = 1 as first`);
    // The list shows who has not opened yet: only the first opening changes that.
    if (opened?.first) await emit(cx, { name: null, projectId: opened.project, topic: "invites" });
  }
  return actor;
}

/** One household's link, as a campaign needs it. */
export type EnsuredInvite = { groupId: string; inviteId: string; token: string; isExpired: boolean };

/**
 * The household links of guests or groups of a project, in one statement: made where there is none, whatever else
 * makes some at the same time. Unknown ids are passed over.
 *
 * @returns one entry a household, in no order; a link whose time or uses are over comes back as it is, marked so
 */
export async function ensureInvites(
  cx: Cx,
  projectId: string,
  of: { guestIds: readonly string[] } | { groupIds: readonly string[] },
): Promise<EnsuredInvite[]> {
  const ids = "guestIds" in of ? of.guestIds : of.groupIds;
  if (ids.length === 0) return [];
  const fresh = ids.map(() => {
    const token = newToken();
    return { id: uuidv7(), ...sealed(token) };
  });
  const list = `{${ids.join(",")}}`;
  const households =
    "guestIds" in of
      ? sql`select distinct group_id as id from guests where id = any (${list}::uuid[]) and project_id = ${projectId}`
      : sql`select id from guest_groups where id = any (${list}::uuid[]) and project_id = ${projectId}`;
  const rows = await cx.tx.execute<{
    groupId: string;
    inviteId: string;
    cipher: string;
    isExpired: boolean;
    isNew: boolean;
  }>(sql`
    with households as materialized (${households}),
    known as (
      select i.* from invites i join households h on h.id = i.group_id where i.guest_id is null and i.status = 'active'
    ), missing as (
      select h.id, row_number() over (order by h.id) as n from households h
       where not exists (select from known k where k.group_id = h.id)
    ), made as (
      insert into invites (id, organization_id, project_id, group_id, token_hash, token_cipher)
      select f.id, ${organizationOf(cx)}, ${projectId}, m.id, f."tokenHash", f."tokenCipher"
        from missing m join jsonb_to_recordset(${JSON.stringify(fresh.map((one, i) => ({ ...one, n: i + 1 })))}::jsonb)
             as f (n int, id uuid, "tokenHash" text, "tokenCipher" text) on f.n = m.n
       order by m.id
      -- Somebody made it meanwhile: theirs stands, and is what comes back.
      on conflict (group_id) where guest_id is null and status = 'active' do update set updated_at = invites.updated_at
      returning *, xmax = 0 as fresh
    ), all_of_them as (select *, false as fresh from known union all select * from made)
    select group_id as "groupId", id as "inviteId", token_cipher as cipher, fresh as "isNew",
           coalesce(expires_at <= now(), false) or coalesce(use_count >= max_uses, false) as "isExpired"
      from all_of_them`);
  const made = rows.filter(({ isNew }) => isNew).length;
  if (made > 0) {
    await audit(cx, "invite.ensured", { kind: "project", id: projectId, projectId }, { after: { made } });
    await emit(cx, { name: null, projectId, topic: "invites" });
  }
  return rows.map(({ groupId, inviteId, cipher, isExpired }) => ({
    groupId,
    inviteId,
    token: decrypt(cipher, tokenPurpose),
    isExpired,
  }));
}

async function householdOf(
  cx: Cx,
  projectId: string,
  { groupId, guestId }: { groupId?: string; guestId?: string },
): Promise<string> {
  const [found] = guestId
    ? await cx.tx
        .select({ id: guests.groupId, projectId: guests.projectId })
        .from(guests)
        .where(eq(guests.id, guestId))
    : await cx.tx
        .select({ id: guestGroups.id, projectId: guestGroups.projectId })
        .from(guestGroups)
        .where(eq(guestGroups.id, groupId!));
  if (found?.projectId === projectId) return found.id;
  throw refusal([
    guestId
      ? { path: "guestId", message: "is not a guest of this project" }
      : { path: "groupId", message: "is not a household of this project" },
  ]);
}

async function checkReferences(
  cx: Cx,
  projectId: string,
  { siteId, eventIds, expiresAt }: Input<typeof createContract>["body"],
): Promise<void> {
  const errors: FieldError[] = [];
  if (expiresAt && expiresAt <= cx.now) errors.push({ path: "expiresAt", message: "has passed already" });
  if (siteId) {
    const [site] = await cx.tx.select({ projectId: sites.projectId }).from(sites).where(eq(sites.id, siteId));
    if (site?.projectId !== projectId) {
      errors.push({ path: "siteId", message: "is not a site of this project" });
    }
  }
  if (eventIds && eventIds.length > 0) {
    const known = await cx.tx
      .select({ id: events.id, projectId: events.projectId })
      .from(events)
      .where(inArray(events.id, eventIds));
    for (const [at, id] of eventIds.entries()) {
      if (!known.some((event) => event.id === id && event.projectId === projectId)) {
        errors.push({ path: `eventIds.${at}`, message: "is not an event of this project" });
      }
    }
  }
  if (errors.length > 0) throw refusal(errors);
}

const refusal = (errors: FieldError[]) =>
  new AppError("invalid", {
    detail: errors.map(({ path, message }) => `${path}: ${message}`).join("; "),
    errors,
  });

async function locked(cx: Cx, id: string) {
  const [row] = await cx.tx.select().from(invites).where(eq(invites.id, id)).for("update");
  if (!row) throw notFound();
  return row;
}

async function record(
  cx: Cx,
  action: `${string}.${string}`,
  row: { id: string; projectId: string },
  change: { before?: unknown; after?: unknown },
): Promise<void> {
  await audit(cx, action, { kind: "invite", id: row.id, projectId: row.projectId }, change);
  await emit(cx, { name: null, projectId: row.projectId, topic: "invites" });
}
