import { and, eq, isNull } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { organizationInvitations } from "@/db/schema";
import type { Cx } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { audit } from "@/lib/http/record";
import { derive } from "@/lib/tenancy/derived";
import { invitationPurpose } from "../events";
import { mustRankAbove } from "../members/policy";
import { checkNarrowing } from "../members/queries";
import type { createDoorPass as createContract, withdrawDoorPass as withdrawContract } from "./contract";
import { shownPass } from "./queries";

/** Makes a code by which door staff join, narrowed and ending as the body says. */
export async function createDoorPass(cx: Cx, { params, body }: Input<typeof createContract>) {
  mustRankAbove(cx.scope, body.role, "give");
  await checkNarrowing(cx, body);
  const id = uuidv7();
  const [row] = await cx.tx
    .insert(organizationInvitations)
    .values({
      ...body,
      id,
      organizationId: params.id,
      tokenHash: derive(invitationPurpose, id).hash,
      invitedBy: cx.actor.kind === "user" ? cx.actor.id : null,
    })
    .returning();
  const { tokenHash: _, ...after } = row!;
  await audit(cx, "door_pass.created", { kind: "door_pass", id }, { after });
  return shownPass(row!, cx.now);
}

/** Withdraws a code: nobody joins by it any more. Withdrawn twice is withdrawn. */
export async function withdrawDoorPass(cx: Cx, { params }: Input<typeof withdrawContract>): Promise<void> {
  const [row] = await cx.tx
    .update(organizationInvitations)
    .set({ withdrawnAt: cx.now, updatedAt: cx.now })
    .where(and(eq(organizationInvitations.id, params.id), isNull(organizationInvitations.withdrawnAt)))
    .returning({ id: organizationInvitations.id });
  if (row) await audit(cx, "door_pass.withdrawn", { kind: "door_pass", id: params.id });
}
