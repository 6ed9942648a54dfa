import { roomTicket } from "@/lib/clients/realtime";
import type { Cx } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { AppError } from "@/lib/http/problem";
import type { getLiveTicket as contract } from "./contract";

/** A ticket for the project's live room, bound to the caller's session. */
export async function getLiveTicket(cx: Cx, { params }: Input<typeof contract>) {
  if (cx.actor.kind !== "user") throw new AppError("forbidden");
  return roomTicket("live", params.id, { userId: cx.actor.id, sessionId: cx.actor.sessionId });
}
