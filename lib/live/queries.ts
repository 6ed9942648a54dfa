import { roomTicket } from "@/lib/clients/realtime";
import { type Cx, organizationOf } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { AppError } from "@/lib/http/problem";
import type { getLiveTicket as contract } from "./contract";

/** A ticket for the project's live room, bound to the caller's session or key and to how long they may stay. */
export async function getLiveTicket(cx: Cx, { params }: Input<typeof contract>) {
  const { actor } = cx;
  if (actor.kind !== "user" && actor.kind !== "apiKey") throw new AppError("forbidden");
  return roomTicket("live", params.id, {
    personId: actor.id,
    sessionId: actor.kind === "user" ? actor.sessionId : actor.id,
    organizationId: organizationOf(cx),
    endsAt: cx.scope.endsAt,
    now: cx.now,
  });
}
