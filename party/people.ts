import type * as Party from "partykit/server";
import type { Ending } from "./live";
import { isSigned, signed } from "./signature";

type Came = { room: string; session: string; organization: string; issuedAt: number; until: number };
type Ended = Ending & { at: number };

/** How long a ticket may wait before it is used; what was ended is remembered for longer. */
const REMEMBER = 10 * 60_000;

/**
 * One person's room, which nobody connects to: it knows the live rooms they are in, so that the app need not ask
 * every project's. Coming and ending meet here one after the other: either the connection is known when the end
 * comes, or the end is known when the connection comes.
 */
export default class People implements Party.Server {
  constructor(readonly room: Party.Room) {}

  static onBeforeConnect() {
    return new Response("Nobody connects here", { status: 404 });
  }

  async onRequest(request: Party.Request) {
    const body = await request.text();
    if (!(await isSigned(body, request.headers.get("x-eios-signature"), this.room.env))) {
      return new Response("Bad signature", { status: 401 });
    }
    const { came, end } = JSON.parse(body) as { came?: Came; end?: Ended };
    if (came) return this.came(came);
    if (end) await this.end(end);
    return new Response("ok");
  }

  private async came({ room, session, organization, issuedAt, until }: Came) {
    const ended = (await this.room.storage.get<Ended[]>("ended")) ?? [];
    const isOver = ended.some(
      (one) =>
        issuedAt <= one.at && (one.sessionIds?.includes(session) || one.organizationId === organization),
    );
    if (isOver) return new Response("ended", { status: 403 });
    const rooms = (await this.room.storage.get<Record<string, number>>("rooms")) ?? {};
    const now = Date.now();
    const standing = Object.entries(rooms).filter(([, end]) => end > now);
    await this.room.storage.put("rooms", {
      ...Object.fromEntries(standing),
      [room]: Math.max(until, rooms[room] ?? 0),
    });
    return new Response("ok");
  }

  private async end(end: Ended) {
    const earlier = (await this.room.storage.get<Ended[]>("ended")) ?? [];
    await this.room.storage.put("ended", [...earlier.filter(({ at }) => at > end.at - REMEMBER), end]);
    const rooms = (await this.room.storage.get<Record<string, number>>("rooms")) ?? {};
    const { live } = this.room.context.parties;
    const message = await signed({ end }, this.room.env);
    await Promise.all(Object.keys(rooms).map((room) => live!.get(room).fetch(message)));
  }
}
