import type { Changeset, Snapshot } from "../changeset";

/** What is to be put back of one guest: as they were before the import's first change, and what it added. */
export type Restore = {
  id: string;
  /** The version the import left: another one means that somebody has changed the guest since. */
  version: number;
  before: Snapshot;
  contacts: { kind: "email" | "phone" | "postal"; value: string }[];
  tags: string[];
  events: { eventId: string; invitedBefore: boolean }[];
};

export type Undo = {
  created: string[];
  groups: string[];
  named: { id: string; name: string }[];
  restores: Restore[];
};

/** The changesets of an import's rows, in the file's order, as one. */
export function mergeChangesets(changesets: readonly Changeset[]): Undo {
  const created = new Set(changesets.flatMap((row) => row.created));
  const restores = new Map<string, Restore>();
  for (const { id, before, changes, version } of changesets.flatMap((row) => row.changed)) {
    // What a later row changed of a guest that the import made goes with the guest.
    if (created.has(id)) continue;
    const restore = restores.get(id) ?? { id, version, before, contacts: [], tags: [], events: [] };
    restore.version = version;
    for (const value of changes.emails ?? []) restore.contacts.push({ kind: "email", value });
    for (const value of changes.phones ?? []) restore.contacts.push({ kind: "phone", value });
    if (changes.address) restore.contacts.push({ kind: "postal", value: changes.address });
    restore.tags.push(...(changes.tags ?? []));
    for (const { eventId } of changes.events ?? []) {
      restore.events.push({ eventId, invitedBefore: eventId in restore.before.events });
    }
    restores.set(id, restore);
  }
  return {
    created: [...created],
    groups: changesets.flatMap((row) => row.groups),
    named: changesets.flatMap((row) => row.named),
    restores: [...restores.values()],
  };
}
