/**
 * Rules of how far an organization is trusted as a sender. The shares are those at which others suspend, 3 % bounces
 * or 0.1 % complaints (spec/channels.md, Trust tiers); Gmail's hard line is 0.3 % complaints.
 */

/**
 * What a sender may do by how far it is trusted (spec/channels.md, Trust tiers): campaigns that are approved in 24
 * hours, recipients of each, and whether its mails may lead elsewhere than to its own site.
 */
export const TIERS = {
  untrusted: { sends: 3, recipients: 100, otherLinks: false },
  trusted: { sends: 10, recipients: 5_000, otherLinks: true },
  premium: { sends: 50, recipients: 50_000, otherLinks: true },
} as const;

/** Texts that an organization may try within a day, by whatever tier: anybody's number can be typed. */
export const TESTS_A_DAY = 10;

/** What a campaign would ask of its organization's tier, with what is left of it today. */
export type Asked = { tier: keyof typeof TIERS; sent: number; recipients: number; otherLinks: number };

/** The first of the tier's limits that a campaign goes over; null where it fits. */
export function overTier({ tier, sent, recipients, otherLinks }: Asked) {
  const limits = TIERS[tier];
  if (sent >= limits.sends) return "sends" as const;
  if (recipients > limits.recipients) return "recipients" as const;
  return otherLinks > 0 && !limits.otherLinks ? ("links" as const) : null;
}

/** Whether waiting makes room: a day's sends and recipients become free again, other links and a list too long do not. */
export const getsRoom = ({ tier, recipients, otherLinks }: Omit<Asked, "sent">): boolean =>
  recipients <= TIERS[tier].recipients && (otherLinks === 0 || TIERS[tier].otherLinks);

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

/**
 * What a new sender has to have sent before they are trusted by themselves. The spec names no figures, these are ours:
 * one whole send of the first tier, each of its mails three days old, by when nearly all that comes back has come.
 */
export const EARNS = { mails: 100, days: 3 };

/** Of an organization's last mails, those that are old enough to say something. */
export type Past = Counts & { settled: number };

/** Whether an organization's mails have earned it trust; one complaint of a hundred is too many. */
export const hasEarned = ({ sent, settled, bounced, complained }: Past): boolean =>
  settled >= EARNS.mails && bounced <= BOUNCES.share * sent && complained <= COMPLAINTS.share * sent;

/** The tier below, which a sender falls to whose campaigns hold for what came back. */
export const below = (tier: keyof typeof TIERS): keyof typeof TIERS =>
  tier === "premium" ? "trusted" : "untrusted";
