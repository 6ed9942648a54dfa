import { createHmac } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { SignJWT } from "jose";
import { env } from "./env";
import { log } from "./log";

const secret = () => new TextEncoder().encode(env().PARTYKIT_SECRET);

/** How long a connection lasts before it asks for a new ticket, in milliseconds: what a lost word can cost. */
const STAY = 30 * 60_000;

/**
 * How much older than its making a ticket counts, in milliseconds: what lets its holder in was read before, and clocks
 * are reckoned. Without it, one that is made at the moment of an end could outlive it.
 */
const READ_BEFORE = 1_000;

/**
 * A ticket for a project's live room, good for two minutes of connecting (RFC 7519, HS256). The connection ends
 * with the membership or key it was given by, and asks for a new ticket after half an hour.
 *
 * @returns the room's WebSocket address with its token, and when it ends
 */
export async function roomTicket(
  room: "live",
  id: string,
  holder: { personId: string; sessionId: string; organizationId: string; endsAt: Date | null; now: Date },
): Promise<{ url: string; expiresAt: Date }> {
  const now = holder.now.getTime();
  const expiresAt = new Date(now + 120_000);
  const token = await new SignJWT({
    room: `${room}:${id}`,
    session: holder.sessionId,
    organization: holder.organizationId,
    issuedAt: now - READ_BEFORE,
    until: Math.min(now + STAY, holder.endsAt?.getTime() ?? Number.POSITIVE_INFINITY),
  })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(holder.personId)
    .setExpirationTime(expiresAt)
    .sign(secret());
  const address = new URL(env().PARTYKIT_PUBLIC_HOST ?? env().PARTYKIT_HOST);
  const scheme = address.protocol === "https:" ? "wss:" : "ws:";
  return { url: `${scheme}//${address.host}/parties/${room}/${id}?token=${token}`, expiresAt };
}

/**
 * Ends live connections of a person (or of a key, by its id): of some sessions, or all within an organization. Asked
 * again a few times where the rooms do not answer; what is lost even so ends with its half hour.
 *
 * @param at tickets up to then are over, by the clock that dates them: the database's
 */
export async function endConnections(
  personId: string,
  which: { sessionIds: string[] } | { organizationId: string },
  at: Date,
): Promise<void> {
  const body = { end: { person: personId, ...which, at: at.getTime() } };
  const again = async () => {
    for (const pause of [1_000, 5_000, 30_000]) {
      await sleep(pause, undefined, { ref: false });
      if (await post("people", personId, body)) return;
    }
  };
  if (!(await post("people", personId, body))) void again();
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

const poke = (projectId: string, topics: readonly string[]) => post("live", projectId, { topics });

/** Whether the rooms answer and take what we sign: null when they do, else the status, or 0 for no answer. */
export async function probeRooms(): Promise<number | null> {
  const body = JSON.stringify({ topics: [] });
  const response = await call("live", "doctor", body).catch(() => undefined);
  return response?.ok ? null : (response?.status ?? 0);
}

const call = (party: "live" | "people", id: string, body: string) =>
  fetch(new URL(`/parties/${party}/${id}`, env().PARTYKIT_HOST), {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-eios-signature": createHmac("sha256", env().PARTYKIT_SECRET).update(body).digest("hex"),
    },
    body,
    signal: AbortSignal.timeout(2_000),
  });

/** A signed call to a room; false when it was not taken, which is logged and never thrown. */
async function post(party: "live" | "people", id: string, content: unknown): Promise<boolean> {
  try {
    const response = await call(party, id, JSON.stringify(content));
    if (!response.ok) log.warn({ status: response.status, party, id }, "a room refused a call");
    return response.ok;
  } catch (error) {
    log.warn({ error: String(error), party, id }, "a room could not be reached");
    return false;
  }
}
