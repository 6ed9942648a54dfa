import type { AnswerValue } from "@/lib/scene/answer-rules";
import type { Question } from "../forms/contract";

type Asked = Pick<Question, "id" | "label" | "consentChannels">;
type Answers = Record<string, AnswerValue>;

/** By which channel a guest may be written to, and the words they ticked. */
type Consent = { guestId: string; channel: Question["consentChannels"][number]; note: string };
export type Consents = { given: Consent[]; ended: Omit<Consent, "note">[] };

/** What an answer changes in what guests allow. Where two questions ask for a channel, one tick of the two allows it. */
export function consentsOf(
  questions: readonly Asked[],
  people: readonly { guestId: string; before: Answers; after: Answers }[],
): Consents {
  const allowed = (answers: Answers) =>
    new Map(
      questions
        .filter(({ id }) => answers[id] === true)
        .flatMap(({ label, consentChannels }) => consentChannels.map((channel) => [channel, label] as const)),
    );
  const changes = people.map(({ guestId, before, after }) => {
    const [was, is] = [allowed(before), allowed(after)];
    return {
      given: [...is].flatMap(([channel, note]) => (was.has(channel) ? [] : [{ guestId, channel, note }])),
      ended: [...was.keys()].flatMap((channel) => (is.has(channel) ? [] : [{ guestId, channel }])),
    };
  });
  return {
    given: changes.flatMap(({ given }) => given),
    ended: changes.flatMap(({ ended }) => ended),
  };
}
