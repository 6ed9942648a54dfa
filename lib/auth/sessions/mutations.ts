import { and, eq, ne } from "drizzle-orm";
import { databaseTime, lend } from "@/db/client";
import { sessions } from "@/db/schema";
import { endConnections } from "@/lib/clients/realtime";
import type { Cx } from "@/lib/http/cx";
import type { Input } from "@/lib/http/endpoint";
import { AppError, notFound } from "@/lib/http/problem";
import type { endSession as endContract, endOtherSessions as othersContract } from "./contract";

/** Ends one of the caller's own sessions; somebody else's is not there. */
export async function endSession(cx: Cx, { params }: Input<typeof endContract>): Promise<void> {
  const { id } = signedIn(cx);
  if (!/^[0-9a-f-]{36}$/i.test(params.id)) throw notFound();
  const ended = await lend(cx.tx, "system", (tx) =>
    tx
      .delete(sessions)
      .where(and(eq(sessions.id, params.id), eq(sessions.userId, id)))
      .returning({ id: sessions.id }),
  );
  if (ended.length === 0) throw notFound();
  cx.afterCommit.push(() => endConnections(id, { sessionIds: [params.id] }, databaseTime()));
}

/** Ends all of the caller's sessions but this one. */
export async function endOtherSessions(cx: Cx, _: Input<typeof othersContract>) {
  const { id, sessionId } = signedIn(cx);
  const ended = await lend(cx.tx, "system", (tx) =>
    tx
      .delete(sessions)
      .where(and(eq(sessions.userId, id), ne(sessions.id, sessionId)))
      .returning({ id: sessions.id }),
  );
  const sessionIds = ended.map((row) => row.id);
  if (sessionIds.length > 0) cx.afterCommit.push(() => endConnections(id, { sessionIds }, databaseTime()));
  return { ended: sessionIds.length };
}

function signedIn(cx: Cx) {
  if (cx.actor.kind !== "user") throw new AppError("unauthenticated");
  return cx.actor;
}
