/** Which opens and clicks are no person's. An event is judged by what it says itself, so that order does not matter. */

/**
 * Who fetches pictures for everybody: Apple's Mail Privacy Protection names itself with these words and no more, as
 * mailchimp.com/help/about-apple-mail-privacy-protection and SendGrid's `sg_machine_open` describe it. Gmail's proxy
 * (GoogleImageProxy) and Yahoo's fetch when somebody opens the mail, so they are people unless they are too quick.
 */
const FETCHERS = /^Mozilla\/5\.0$/;

/** Gateways that open what passes them: Safe Links, Proofpoint, Mimecast, Barracuda; robots and link checkers. */
const GATEWAYS =
  /proofpoint|mimecast|barracuda|safelinks|microsoft office protection|symantec|trendmicro|bot\b|crawler|spider|headlesschrome|python-requests|go-http-client|curl\//i;

/** Nobody reads a mail so soon after it left; gateways take what passes them at once (spec/channels.md). In milliseconds. */
const TOO_SOON = 10_000;

type Touch = {
  userAgent: string | null | undefined;
  /** When the mail left, as the same event tells it; null where it does not. */
  sentAt: string | null | undefined;
  at: string;
};

/** Whether a machine opened or clicked, and no person. Without a word of who it was, it counts as a person. */
export function isMachine({ userAgent, sentAt, at }: Touch): boolean {
  const who = userAgent?.trim() ?? "";
  if (FETCHERS.test(who) || GATEWAYS.test(who)) return true;
  if (!sentAt) return false;
  const seconds = Date.parse(at) - Date.parse(sentAt);
  return seconds >= 0 && seconds < TOO_SOON;
}
