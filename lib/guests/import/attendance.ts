import { answerOf } from "./answers";
import { readCount } from "./cells";
import type { ColumnMapping } from "./columns";
import { type Name, parseParty } from "./names";
import { type Attendance, MOST } from "./parsed";
import { type Cells, type Draft, textOf } from "./person";

/** What the columns of events and the general answer say. */
export function attendanceOf(cells: Cells, columns: readonly ColumnMapping[]) {
  const events: Attendance[] = [];
  let plusOnes: number | undefined;
  for (const { field } of columns) {
    if (field === "answer") {
      const answer = answerOf(textOf(cells, "answer"));
      if (answer)
        events.push({
          event: "*",
          invited: answer !== "uninvited",
          answer: answer === "open" || answer === "uninvited" ? null : answer,
        });
    }
    if (!field?.startsWith("event:")) continue;
    const cell = textOf(cells, field);
    // A matrix: 0 not invited, 1 alone, N seats, −1 no limit.
    const seats = /^[-−]?\d{1,4}$/.test(cell) ? Number(cell.replace("−", "-")) : undefined;
    const answer = seats === undefined ? answerOf(cell) : undefined;
    const invited = seats === undefined ? cell !== "" && answer !== "uninvited" : seats !== 0;
    if (seats !== undefined && seats !== 0)
      plusOnes = Math.max(plusOnes ?? 0, seats < 0 ? MOST.plusOnes : seats - 1);
    events.push({
      event: field.slice(6),
      invited,
      answer: answer === "open" || answer === "uninvited" ? null : (answer ?? null),
    });
  }
  return { events, plusOnes };
}

/** What the row grants beyond the people it names: a number, or the plus-one's name. */
export function grantedOf(draft: Draft, named: number): { plusOnes: number | undefined; people: Name[] } {
  const [plus] = draft.cells.get("plusOnes") ?? [];
  const [size] = draft.cells.get("partySize") ?? [];
  if (plus) {
    const count = readCount(plus.value);
    if (count !== undefined) return { plusOnes: count, people: [] };
    if (/\p{L}/u.test(plus.value) && plus.value.length <= MOST.cellOfNames)
      return { plusOnes: undefined, people: parseParty(plus.value).people };
    draft.reasons.push({ code: "plus_ones_unreadable", ...plus });
  }
  if (!size) return { plusOnes: undefined, people: [] };
  const seats = readCount(size.value);
  if (seats === undefined) draft.reasons.push({ code: "plus_ones_unreadable", ...size });
  return { plusOnes: seats === undefined ? undefined : Math.max(0, seats - named), people: [] };
}
