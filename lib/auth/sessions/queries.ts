import { and, eq, gt, sql } from "drizzle-orm";
import { lend } from "@/db/client";
import { sessions } from "@/db/schema";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { keyset, pageOf } from "@/lib/http/keyset";
import { AppError } from "@/lib/http/problem";
import type { listSessions as listContract } from "./contract";
import { deviceOf } from "./policy";

/** Where the caller is signed in, the last used first. */
export async function listSessions(
  cx: Cx,
  { query }: Input<typeof listContract>,
): Promise<Returned<typeof listContract>> {
  const { actor } = cx;
  if (actor.kind !== "user") throw new AppError("unauthenticated");
  const order = keyset(
    "-lastSeenAt",
    query.cursor,
    { lastSeenAt: [{ expression: sql`${sessions.lastSeenAt}`, cast: "timestamptz" }] },
    sql`${sessions.id}`,
  );
  const mine = and(eq(sessions.userId, actor.id), gt(sessions.expires, cx.now));
  return lend(cx.tx, "system", async (tx) => {
    const rows = await tx
      .select({
        id: sessions.id,
        createdAt: sessions.createdAt,
        lastSeenAt: sessions.lastSeenAt,
        expiresAt: sessions.expires,
        userAgent: sessions.userAgent,
        place: sessions.place,
        position: order.position,
      })
      .from(sessions)
      .where(and(mine, order.after))
      .orderBy(order.orderBy)
      .limit(query.limit + 1);
    const { data, nextCursor } = pageOf(rows, query.limit, "-lastSeenAt");
    return {
      data: data.map(({ userAgent, ...row }) => ({
        ...row,
        current: row.id === actor.sessionId,
        device: deviceOf(userAgent),
      })),
      nextCursor,
      total: await tx.$count(sessions, mine),
    };
  });
}
