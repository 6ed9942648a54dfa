import type { AnswerForm, AnswerGuest, AnswerProblem, AnswerResponse } from "./answer-form";

/**
 * What a page is filled with. `invitation: null` gives the public page; otherwise `/i/<token>` for one household.
 * Everything here is data: `fill` escapes it.
 */
export type PageContext = {
  /** The moment of serving (RFC 3339, UTC); the countdown and the deadline are told from it. */
  now: string;
  /** Scheme and host of the site, without a slash at the end. */
  origin: string;
  /** Asks search engines to stay away; personal pages always do. */
  noindex?: boolean;
  /** The address of the image for link previews (see card.ts); null: the page has none to show. */
  card?: string | null;
  invitation: Invitation | null;
};

export type Invitation = {
  /** The household's absolute link, `https://<site host>/i/<token>`; the form posts to its path. */
  url: string;
  household: { name: string | null };
  /** The people who answer, in the order they should be asked; each with the events they are invited to. */
  guests: AnswerGuest[];
  /** Unnamed places beyond the guests' own `plusOneAllowance`, from the household's `maxPlusOnes`. */
  plusOnes?: number;
  /** null: the project has no open form (yet); the page says so instead of asking. */
  form: AnswerForm | null;
  /** `open` asks, `answered` thanks (and lets them change it while `editable`), `closed` says the sentence. */
  status: "open" | "answered" | "closed";
  /** With `answered`: whether the answer may still be changed. */
  editable?: boolean;
  /** With `closed`: the host's sentence for latecomers, or null for ours. */
  closedMessage?: string | null;
  /** With `answered`: the host's words of thanks, or null for ours. */
  confirmationMessage?: string | null;
  /** The last moment to answer (RFC 3339), or null. */
  deadline?: string | null;
  /** What stands in the database, or null where nothing was answered. */
  existing?: { revision: number; responses: AnswerResponse[]; message: string | null } | null;
  /** The raw entries of a refused post, so that nothing typed is lost; with the problems beside the fields. */
  entries?: [string, string][];
  errors?: AnswerProblem[];
  /** From `?a=yes` or `?a=no`: the answer a mail's button or the page's first buttons already chose. */
  prefill?: "attending" | "declined" | null;
  /** The first render after an accepted answer: the moment of joy, announced and focused. */
  justAnswered?: boolean;
  calendarUrl?: string | null;
  /** Where the page says it was opened (POST, empty body); null: it stays silent. */
  beaconUrl?: string | null;
};
