import { createHmac } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { SignJWT } from "jose";
import { env } from "./env";
import { log } from "./log";

const secret = () => new TextEncoder().encode(env().PARTYKIT_SECRET);

/**
 * A ticket for a project's live room, good for two minutes of connecting (RFC 7519, HS256).
 *
 * @returns the room's WebSocket address with its token, and when it ends
 */
export async function roomTicket(
  room: "live",
  id: string,
  claims: { userId: string; sessionId: string },
): Promise<{ url: string; expiresAt: Date }> {
  const expiresAt = new Date(Date.now() + 120_000);
  const token = await new SignJWT({ room: `${room}:${id}`, session: claims.sessionId })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(claims.userId)
    .setExpirationTime(expiresAt)
    .sign(secret());
  const address = new URL(env().PARTYKIT_HOST);
  const scheme = address.protocol === "https:" ? "wss:" : "ws:";
  return { url: `${scheme}//${address.host}/parties/${room}/${id}?token=${token}`, expiresAt };
}

/** Pokes of one room closer than this become one, in milliseconds: a thousand delivered mails are not a thousand reads. */
const PAUSE = 400;
const waiting = new Map<string, Set<string>>();

/**
 * Tells everybody in a project's live room which topics changed: at once, and what changes within the pause after
 * it at its end. Never throws: a signal may be lost.
 */
export async function pokeRoom(projectId: string, topics: readonly string[]): Promise<void> {
  const later = waiting.get(projectId);
  if (later) {
    for (const topic of topics) later.add(topic);
    return;
  }
  const meanwhile = new Set<string>();
  waiting.set(projectId, meanwhile);
  await poke(projectId, topics);
  await sleep(PAUSE, undefined, { ref: false });
  waiting.delete(projectId);
  if (meanwhile.size > 0) await pokeRoom(projectId, [...meanwhile]);
}

async function poke(projectId: string, topics: readonly string[]): Promise<void> {
  const body = JSON.stringify({ topics });
  try {
    const response = await fetch(new URL(`/parties/live/${projectId}`, env().PARTYKIT_HOST), {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-eios-signature": createHmac("sha256", env().PARTYKIT_SECRET).update(body).digest("hex"),
      },
      body,
      signal: AbortSignal.timeout(2_000),
    });
    if (!response.ok) log.warn({ status: response.status, projectId }, "the live room refused a poke");
  } catch (error) {
    log.warn({ error: String(error), projectId }, "the live room could not be poked");
  }
}
