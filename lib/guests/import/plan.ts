import { applyChanges, changesOf, type Invitation } from "./changes";
import type { Changeset, ChunkPlan, ChunkState, NewGuest, Outcome, RowOutcome, Snapshot } from "./changeset";
import { fold } from "./clean";
import { type Known, KnownGuests, type Match, matchRow } from "./duplicates";
import { nameKey } from "./names";
import { alikeFirstNames } from "./nicknames";
import { isRejected, type ParsedRow, type Person } from "./parsed";
import type { Reason } from "./reasons";

/**
 * Decides for every row of a chunk what becomes of it: pure, so that a dry run, the run itself and a test give
 * the same. Rows that are rejected or in conflict change nothing.
 */
export function planChunk(rows: readonly ParsedRow[], state: ChunkState): ChunkPlan {
  return new Planner(rows, state).plan();
}

class Planner {
  private readonly result: ChunkPlan = { groups: [], renames: [], guests: [], updates: [], rows: [] };
  private readonly guests: KnownGuests;
  private readonly pending = new Map<string, NewGuest>();
  private readonly versioned = new Set<string>();
  private readonly groupOfKey: Map<string, string>;
  private readonly groupOfName = new Map<string, string>();
  private readonly outcomes: Map<number, { outcome: Outcome; guestIds: string[] }>;
  private readonly eventOfName: Map<string, string>;

  constructor(
    private readonly rows: readonly ParsedRow[],
    private readonly state: ChunkState,
  ) {
    this.guests = new KnownGuests(state.duplicates === "keep" ? [] : state.known);
    this.groupOfKey = new Map(state.groupOfKey);
    this.outcomes = new Map(state.earlier);
    this.eventOfName = new Map(state.events.map(({ id, name }) => [fold(name), id]));
    for (const { id, name } of state.groups) {
      const key = nameKeyOf(name);
      if (!this.groupOfName.has(key)) this.groupOfName.set(key, id);
    }
  }

  plan(): ChunkPlan {
    for (const { people } of this.rows) {
      for (const person of people) {
        for (const known of person.emails.flatMap(this.guests.byContact)) {
          if (alikeFirstNames(person.firstName, known.firstName)) this.guests.claimed.add(known.guestId);
        }
      }
    }
    for (const row of this.rows) {
      const done = this.planRow(row);
      this.outcomes.set(row.row, done);
      this.result.rows.push(done);
    }
    return this.result;
  }

  private planRow(row: ParsedRow): RowOutcome {
    const reasons = [...row.reasons];
    const settled = (outcome: Outcome, guestIds: string[] = []): RowOutcome => ({
      row: row.row,
      outcome,
      guestIds,
      reasons,
      before: null,
    });
    if (isRejected(row)) return settled("rejected");
    if (row.joins !== null) {
      const host = this.outcomes.get(row.joins);
      return settled(host?.outcome ?? "rejected", host?.guestIds);
    }
    const key = row.household.key ?? `#${row.row}`;
    const mine = this.groupOfKey.get(key);
    const matches = this.match(row, new Set(mine ? [mine] : []));
    for (const match of matches) if (match.kind === "conflict") reasons.push(match.reason);
    if (matches.some(({ kind }) => kind === "conflict")) return settled("conflict");
    const before: Changeset = { created: [], groups: [], named: [], changed: [] };
    const invitations = this.invitationsOf(row, reasons);
    const skip = this.state.duplicates === "skip";
    const groupId = this.groupFor(row, key, matches, before);
    const guestIds = row.people.map((person, index) => {
      const match = matches[index]!;
      if (match.kind !== "same") return this.create(person, index, groupId, row, invitations, before.created);
      if (skip) reasons.push({ code: "duplicate_skipped", value: nameOf(match.known) });
      else this.change(person, match.known, groupId, row, invitations, reasons, before.changed);
      return match.known.guestId;
    });
    const changed = before.changed.length + before.named.length > 0;
    const outcome = before.created.length > 0 ? "new" : changed ? "changed" : "unchanged";
    return { row: row.row, outcome, guestIds, reasons, before: outcome === "unchanged" ? null : before };
  }

  private match(row: ParsedRow, groups: ReadonlySet<string>): Match[] {
    if (this.state.duplicates === "keep") return row.people.map(() => ({ kind: "new" }));
    return matchRow(row, this.guests, groups);
  }

  /** The events the row speaks of; null where it speaks of none that the project has. */
  private invitationsOf(row: ParsedRow, reasons: Reason[]): Invitation[] | null {
    const general = row.events.find(({ event }) => event === "*");
    const found = new Map<string, Invitation>();
    let known = general !== undefined;
    if (general?.invited) {
      for (const { id } of this.state.events) found.set(id, { eventId: id, answer: general.answer });
    }
    for (const { event, invited, answer } of row.events) {
      if (event === "*") continue;
      const eventId = this.eventOfName.get(fold(event));
      if (!eventId) {
        if (invited) reasons.push({ code: "event_unknown", value: event });
        continue;
      }
      known = true;
      if (invited) found.set(eventId, { eventId, answer });
    }
    return known ? [...found.values()] : null;
  }

  /** The household for the row's people: that of its key, of its name, of those it matched, or a new one. */
  private groupFor(row: ParsedRow, key: string, matches: readonly Match[], before: Changeset): string {
    const already = this.groupOfKey.get(key);
    if (already) return already;
    const skip = this.state.duplicates === "skip";
    const matched = matches.flatMap((match) => (match.kind === "same" ? [match.known] : []));
    const name = row.household.name;
    // A name that a column gives says where people belong; one made up of theirs only serves a new household.
    const folded = isGiven(row) ? nameKeyOf(row.household.name!) : null;
    const own = matched.find(({ groupName }) => !folded || nameKeyOf(groupName) === folded);
    let groupId = own?.groupId ?? (folded ? this.groupOfName.get(folded) : undefined);
    const unnamed = folded ? matched.find(({ groupName }) => groupName === "") : undefined;
    if (!groupId && unnamed && name && !skip) {
      groupId = unnamed.groupId;
      this.result.renames.push({ id: groupId, name });
      before.named.push({ id: groupId, name });
      for (const known of matched) if (known.groupId === groupId) known.groupName = name;
    }
    // Nobody who is new or may move: they stay where they are.
    const allStay =
      matched.length === row.people.length && (skip || matched.every(({ hasInvite }) => hasInvite));
    if (!groupId && allStay) groupId = matched[0]!.groupId;
    if (!groupId) {
      groupId = this.state.newId();
      this.result.groups.push({ id: groupId, name: name ?? "" });
      before.groups.push(groupId);
    }
    this.groupOfKey.set(key, groupId);
    if (folded && !this.groupOfName.has(folded)) this.groupOfName.set(folded, groupId);
    return groupId;
  }

  private create(
    person: Person,
    position: number,
    groupId: string,
    row: ParsedRow,
    invitations: Invitation[] | null,
    created: string[],
  ): string {
    const guest: NewGuest = {
      id: this.state.newId(),
      groupId,
      position,
      plusOneOf: this.hostOf(person, groupId),
      person,
      invitations: invitations ?? this.state.events.map(({ id }) => ({ eventId: id, answer: null })),
    };
    this.pending.set(guest.id, guest);
    this.result.guests.push(guest);
    created.push(guest.id);
    this.guests.add({
      guestId: guest.id,
      groupId,
      groupName: row.household.name ?? "",
      firstName: person.firstName,
      lastName: person.lastName,
      emails: [...person.emails],
      phones: [...person.phones],
      address: person.address,
      ageBand: person.ageBand ?? "adult",
      language: person.language,
      dietary: person.dietary,
      notes: person.notes,
      plusOnes: person.plusOnes ?? 0,
      tags: [...person.tags],
      events: new Map(guest.invitations.map(({ eventId, answer }) => [eventId, answer])),
      hasInvite: false,
      version: 1,
      row: row.row,
    });
    return guest.id;
  }

  private hostOf(person: Person, groupId: string): string | null {
    if (!person.plusOneOf) return null;
    const host = nameKey(person.plusOneOf, "");
    for (const guest of this.pending.values()) {
      if (guest.groupId === groupId && nameKey(guest.person.firstName, guest.person.lastName) === host)
        return guest.id;
    }
    return (
      this.state.known.find((k) => k.groupId === groupId && nameKey(k.firstName, k.lastName) === host)
        ?.guestId ?? null
    );
  }

  private change(
    person: Person,
    known: Known,
    groupId: string,
    row: ParsedRow,
    invitations: Invitation[] | null,
    reasons: Reason[],
    changed: Changeset["changed"],
  ): void {
    if (known.row !== null && known.row !== row.row) reasons.push({ code: "same_as_row", row: known.row });
    const changes = changesOf(person, known, invitations);
    const moves = known.groupId !== groupId && isGiven(row) && !known.hasInvite;
    if (!moves && isGiven(row) && nameKeyOf(known.groupName) !== nameKeyOf(row.household.name!)) {
      reasons.push({ code: "household_kept", value: known.groupName });
    }
    if (Object.keys(changes).length === 0 && !moves) return;
    const pending = this.pending.get(known.guestId);
    const before = snapshot(known);
    // However many rows of the chunk change a guest, it is one update and one version.
    if (!pending && !this.versioned.has(known.guestId)) known.version += 1;
    this.versioned.add(known.guestId);
    changed.push({ id: known.guestId, before, changes, version: known.version });
    applyChanges(known, changes);
    if (moves) Object.assign(known, { groupId, groupName: row.household.name });
    this.guests.learn(known, [...(changes.emails ?? []), ...(changes.phones ?? [])]);
    // A guest that this very chunk makes is not there yet to be changed: the new one takes it in.
    if (pending) amend(pending, known);
    else this.result.updates.push({ guestId: known.guestId, changes, groupId: moves ? groupId : null });
  }
}

/** Whether a column of the file names the row's household. */
const isGiven = ({ household }: ParsedRow) =>
  household.name !== null && household.key?.startsWith("h:") === true;
const nameKeyOf = (name: string) => fold(name) || name.toLowerCase();

const nameOf = ({ firstName, lastName }: Pick<Known, "firstName" | "lastName">) =>
  `${firstName} ${lastName}`.trim();

/** What a guest was before, for the changeset. */
function snapshot(guest: Known): Snapshot {
  const { row: _, hasInvite: __, groupName: ___, guestId: ____, events, ...known } = guest;
  return {
    ...known,
    emails: [...known.emails],
    phones: [...known.phones],
    tags: [...known.tags],
    events: Object.fromEntries(events),
  };
}

function amend(pending: NewGuest, known: Known): void {
  pending.groupId = known.groupId;
  pending.invitations = [...known.events].map(([eventId, answer]) => ({
    eventId,
    answer: answer as Invitation["answer"],
  }));
  Object.assign(pending.person, {
    firstName: known.firstName,
    lastName: known.lastName,
    emails: known.emails,
    phones: known.phones,
    address: known.address,
    ageBand: known.ageBand,
    language: known.language,
    dietary: known.dietary,
    notes: known.notes,
    plusOnes: known.plusOnes,
    tags: known.tags,
  });
}
