/** Who is acting. Passed along, never ambient. */
export type Actor =
  | { kind: "user"; id: string; name: string; email: string; sessionId: string; staff: boolean }
  | { kind: "guest"; inviteId: string; groupId: string; guestId: string | null }
  | { kind: "anonymous"; address: string }
  | { kind: "job"; name: string }
  | { kind: "room"; projectId: string }
  | { kind: "webhook"; provider: string };

/** The actor as one word, for rate limits and idempotency keys: two actors never share it. */
export function actorKey(actor: Actor): string {
  switch (actor.kind) {
    case "user":
      return `user:${actor.id}`;
    case "guest":
      return `invite:${actor.inviteId}`;
    case "anonymous":
      return `address:${actor.address}`;
    case "job":
      return `job:${actor.name}`;
    case "room":
      return `room:${actor.projectId}`;
    case "webhook":
      return `webhook:${actor.provider}`;
  }
}

/** The id that an audit row keeps of an actor; null where there is none. */
export function actorId(actor: Actor): string | null {
  switch (actor.kind) {
    case "user":
      return actor.id;
    case "guest":
      return actor.inviteId;
    case "job":
      return actor.name;
    case "webhook":
      return actor.provider;
    default:
      return null;
  }
}

/** What an audit row calls an actor, as they are called then; a guest is named by the link alone. */
export function actorName(actor: Actor): string | null {
  switch (actor.kind) {
    case "user":
      return actor.name || actor.email;
    case "job":
      return actor.name;
    case "webhook":
      return actor.provider;
    default:
      return null;
  }
}
