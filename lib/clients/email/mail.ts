/** One mail to one person, as every provider takes it. */
export type Mail = {
  /** MAIL_FROM when absent. */
  from?: string;
  to: string;
  replyTo?: string;
  subject: string;
  html: string;
  text: string;
  headers?: Record<string, string>;
  /** Comes back with the provider's events. Letters, digits, underscores and hyphens only. */
  tags?: Record<string, string>;
  attachments?: { filename: string; content: string; contentType: string }[];
};

/** What became of one mail of a call that was taken. */
export type Receipt = { id: string } | { refused: string };

/** What is known after a call. The kinds differ in one thing: whether the provider may have taken the mails. */
export type Outcome =
  /** Taken; a receipt for each mail, in the order they were given. */
  | { kind: "accepted"; receipts: Receipt[] }
  /** Not taken, and the same call would be refused again. */
  | { kind: "refused"; reason: string }
  /** Not taken; may be repeated after the wait. `ours`: the key, domain or plan is wrong, a person must look. */
  | { kind: "later"; seconds: number; reason: string; ours: boolean }
  /** Perhaps taken. May be repeated under the same key only, while the provider remembers keys. */
  | { kind: "unknown"; seconds: number; reason: string }
  /** Perhaps taken, and the key cannot be used to find out. */
  | { kind: "lost"; reason: string };

/** A way to send mail: Resend, Amazon SES, SendGrid or SMTP. */
export type MailProvider = {
  name: string;
  channel: "email";
  /** Mails that one call takes. */
  perCall: number;
  /** Calls a second that the plan allows. */
  callsPerSecond: number;
  /** How long the provider remembers an idempotency key, in milliseconds; 0: it has none. */
  keyLifetime: number;
  /** Where its API answers; null where it is not asked by HTTP. */
  address: string | null;
  /** Whether it is the stand-in on this machine, for which no domain needs to be verified. */
  local: boolean;
  /**
   * Sends mails in one call. Never throws.
   *
   * @param key the same for every repetition of this call with these mails
   */
  send(mails: readonly Mail[], key: string): Promise<Outcome>;
};
