import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { lend, type Tx } from "@/db/client";
import { auditLog, outbox, platformLog } from "@/db/schema";
import { actorId, actorName } from "@/lib/tenancy/actor";
import { type Cx, organizationOf } from "./cx";

/** Topics of the live room: what of a project changed. */
export type Topic = "project" | "events" | "guests" | "invites" | "answers" | "site" | "messages";

type Action = `${string}.${string}`;
type Target = { kind: string; id: string | null };
type Change = { before?: unknown; after?: unknown };

/**
 * Writes the audit row of a mutation, in its transaction.
 *
 * @param action past tense of the field's verb: `guest.created`
 * @param change `before` and `after` hold what changed, without secrets; a bulk job names its changeset instead
 */
export async function audit(
  cx: Cx,
  action: Action,
  target: Target & { projectId?: string | null },
  change: Change = {},
): Promise<void> {
  await cx.tx.insert(auditLog).values({
    ...trailOf(cx, action, target, change),
    organizationId: organizationOf(cx),
    projectId: target.projectId ?? null,
  });
}

/** The same for what belongs to no organization: plans, the installation's settings, a person's own. */
export async function auditPlatform(
  cx: Cx,
  action: Action,
  target: Target,
  change: Change = {},
): Promise<void> {
  const row = trailOf(cx, action, target, change);
  await lend(cx.tx, "system", (tx) => tx.insert(platformLog).values(row));
}

/** Who did what to what: the columns of every trail. */
const trailOf = (cx: Cx, action: Action, target: Target, { before = null, after = null }: Change) => ({
  at: cx.now,
  actorKind: cx.actor.kind,
  actorId: actorId(cx.actor),
  actorName: actorName(cx.actor),
  ...{ action, targetKind: target.kind, targetId: target.id, before, after },
  requestId: cx.requestId,
  ip: cx.address,
});

const emitted = new WeakSet<Tx>();

/** Whether a transaction put anything in the outbox by `emit`. */
export const hasEmitted = (tx: Tx): boolean => emitted.has(tx);

/**
 * Puts an event in the outbox, in the mutation's transaction; the relay hands it to the jobs server and pokes
 * the project's live room with the topic afterwards.
 *
 * @param event `name` null pokes only; data are ids, since functions read the state themselves
 */
export async function emit(
  cx: Cx,
  event: {
    name: `${string}/${string}` | null;
    data?: Record<string, unknown>;
    projectId?: string | null;
    topic?: Topic;
  },
): Promise<void> {
  const organizationId = organizationOf(cx);
  emitted.add(cx.tx);
  await cx.tx.insert(outbox).values({
    id: uuidv7(),
    organizationId,
    projectId: event.projectId ?? null,
    name: event.name ?? "",
    data: { organizationId, projectId: event.projectId ?? null, ...event.data },
    topic: event.topic ?? null,
    createdAt: sql`now()`,
  });
}
