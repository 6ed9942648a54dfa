import { jwtVerify } from "jose";
import type * as Party from "partykit/server";
import { isSigned, secret, signed } from "./signature";

/** Whose a connection is: from its ticket. Times are milliseconds since 1970. */
type Holder = { person: string; session: string; organization: string; issuedAt: number; until: number };

/** Whose connections end, as the app asks through the person's room. */
export type Ending = { person: string; sessionIds?: string[]; organizationId?: string };

/** Closing for good (4401) and for a new ticket (4408); the client asks for one after each and is told the rest. */
const ENDED = 4401;
const RENEW = 4408;

/**
 * A project's live room. It holds nothing: the app pokes it with the names of topics that changed, it tells
 * everybody connected, and they read again. A lost poke costs a reader some seconds, never data.
 */
export default class Live implements Party.Server {
  constructor(readonly room: Party.Room) {}

  /** Refuses a connection whose ticket is not for this room (401 before the upgrade). */
  static async onBeforeConnect(request: Party.Request, lobby: Party.Lobby) {
    try {
      const claims = await holderOf(request.url, lobby.env);
      if (claims.room !== `live:${lobby.id}`) throw new Error("another room's ticket");
      return request;
    } catch {
      return new Response("This ticket opens nothing here", { status: 401 });
    }
  }

  /** Tells the person's room who came; it answers whether the ticket was ended since it was made. */
  async onConnect(connection: Party.Connection<Holder>, { request }: Party.ConnectionContext) {
    const { room: _, ...holder } = await holderOf(request.url, this.room.env);
    connection.setState(holder);
    const people = this.room.context.parties.people!.get(holder.person);
    const answer = await people.fetch(
      await signed({ came: { room: this.room.id, ...holder } }, this.room.env),
    );
    if (!answer.ok) return connection.close(ENDED, "ended");
    // Nobody stays for longer than their ticket says: a membership ends, a lost word from the app is made good.
    // A moment later than that, so that the next ticket is asked for when it is over by every clock.
    setTimeout(() => connection.close(RENEW, "renew"), Math.max(0, holder.until - Date.now()) + 100);
  }

  /** A poke from the app, or whose connections end, from a person's room; signed over its bytes. */
  async onRequest(request: Party.Request) {
    if (request.method !== "POST") return new Response("ok");
    const body = await request.text();
    if (!(await isSigned(body, request.headers.get("x-eios-signature"), this.room.env))) {
      return new Response("Bad signature", { status: 401 });
    }
    const { end } = JSON.parse(body) as { end?: Ending };
    if (end) this.end(end);
    else this.room.broadcast(body);
    return new Response("ok");
  }

  private end({ person, sessionIds, organizationId }: Ending) {
    for (const connection of this.room.getConnections<Holder>()) {
      const holder = connection.state;
      if (holder?.person !== person) continue;
      if (sessionIds?.includes(holder.session) || holder.organization === organizationId) {
        connection.close(ENDED, "ended");
      }
    }
  }

  /** Nothing that a client says is heard here. */
  onMessage() {}
}

async function holderOf(url: string, env: Record<string, unknown>): Promise<Holder & { room: string }> {
  const token = new URL(url).searchParams.get("token") ?? "";
  const { payload } = await jwtVerify(token, secret(env), { algorithms: ["HS256"] });
  return {
    room: String(payload.room),
    person: String(payload.sub),
    session: String(payload.session),
    organization: String(payload.organization),
    issuedAt: Number(payload.issuedAt),
    until: Number(payload.until),
  };
}
