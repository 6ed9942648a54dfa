import { jwtVerify } from "jose";
import type * as Party from "partykit/server";

/**
 * A project's live room. It holds nothing: the app pokes it with the names of topics that changed, it tells
 * everybody connected, and they read again. A lost poke costs a reader some seconds, never data.
 */
export default class Live implements Party.Server {
  constructor(readonly room: Party.Room) {}

  /** Refuses a connection whose ticket is not for this room (401 before the upgrade). */
  static async onBeforeConnect(request: Party.Request, lobby: Party.Lobby) {
    try {
      const token = new URL(request.url).searchParams.get("token") ?? "";
      const { payload } = await jwtVerify(token, secret(lobby.env), { algorithms: ["HS256"] });
      if (payload.room !== `live:${lobby.id}`) throw new Error("another room's ticket");
      return request;
    } catch {
      return new Response("This ticket opens nothing here", { status: 401 });
    }
  }

  /** A poke from the app, signed over its bytes. */
  async onRequest(request: Party.Request) {
    if (request.method !== "POST") return new Response("ok");
    const body = await request.text();
    if (!(await isSigned(body, request.headers.get("x-eios-signature") ?? "", this.room.env))) {
      return new Response("Bad signature", { status: 401 });
    }
    this.room.broadcast(body);
    return new Response("ok");
  }

  /** Nothing that a client says is heard here. */
  onMessage() {}
}

const secret = (env: Record<string, unknown>) => new TextEncoder().encode(String(env.PARTYKIT_SECRET ?? ""));

async function isSigned(body: string, signature: string, env: Record<string, unknown>): Promise<boolean> {
  const bytes = signature.match(/[0-9a-f]{2}/g)?.map((pair) => Number.parseInt(pair, 16)) ?? [];
  const hmac = await crypto.subtle.importKey("raw", secret(env), { name: "HMAC", hash: "SHA-256" }, false, [
    "verify",
  ]);
  return crypto.subtle.verify("HMAC", hmac, new Uint8Array(bytes), new TextEncoder().encode(body));
}
