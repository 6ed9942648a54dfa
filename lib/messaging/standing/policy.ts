/**
 * Rules of how far an organization is trusted as a sender. The shares are those at which others suspend, 3 % bounces
 * or 0.1 % complaints (spec/channels.md, Trust tiers); Gmail's hard line is 0.3 % complaints.
 */

/** The last mails of an organization that are counted. */
export const COUNTED = 5_000;
const BOUNCES = { share: 0.03, atLeast: 10 };
/** One of a few hundred says nothing: three people do. */
const COMPLAINTS = { share: 0.001, atLeast: 3 };

export type Counts = { sent: number; bounced: number; complained: number };

/** Why an organization's campaigns have to hold; null where they may go on. A few mails stop nothing. */
export function judge({ sent, bounced, complained }: Counts): "bounces" | "complaints" | null {
  const over = (count: number, { share, atLeast }: typeof BOUNCES) =>
    count >= atLeast && count > share * sent;
  if (over(complained, COMPLAINTS)) return "complaints";
  return over(bounced, BOUNCES) ? "bounces" : null;
}
