import { randomUUID } from "node:crypto";

/** What a provider tells of a message, in one word for all of them. */
export type What =
  | "noted"
  | "sent"
  | "failed"
  | "delivered"
  | "bounced"
  | "complained"
  | "opened"
  | "clicked";

/** One thing that happened to one message; told again it has the same id. */
export type Told = {
  id: string;
  what: What;
  /** ISO 8601, in whole seconds: SendGrid knows no smaller ones. */
  at: string;
  job: string;
  organization: string;
};

/** A request as a provider makes it. */
export type Hook = { path: string; body: string; headers: Record<string, string> };

/** A provider whose events are played, with the keys it signs by. */
export type Signer = {
  name: "resend" | "ses" | "sendgrid" | "twilio";
  words: Partial<Record<What, string>>;
  /** What is kept of a reason. */
  errors: { bounced: string; failed: string };
  /** Events that one request may hold. */
  most: number;
  /** The request that tells events, signed; `late`: as it comes a day after it was signed, where that is allowed. */
  tell(events: readonly Told[], late: boolean): Hook;
  /** Requests that somebody else makes up, or makes of a true one: each wrong in another way. */
  forge: readonly ((event: Told) => Hook)[];
};

/** Why something failed, as providers with words say it. */
export const REASONS = { bounced: "mailbox gone", failed: "content rejected" };

/** In seconds, as all times of signatures. */
export const DAY = 86_400;
/** Now. */
export const seconds = (): number => Math.floor(Date.now() / 1_000);

export const json = { "content-type": "application/json" };
/** A forged one must be news: were it believed, it would be seen. */
export const another = (event: Told): Told => ({ ...event, id: randomUUID(), what: "complained" });

/** A hook with another header, or without it. */
export function blank(hook: Hook, name: string, value: string | null): Hook {
  const { [name]: _, ...others } = hook.headers;
  return { ...hook, headers: value === null ? others : { ...others, [name]: value } };
}
