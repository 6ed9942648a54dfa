import type { Mail as ProvidersMail } from "./email/mail";
import { mailProvider } from "./email/provider";
import { env } from "./env";

/** One mail to one person that belongs to no campaign: a code, an invitation to a team, a confirmation. */
export type Mail = ProvidersMail & {
  /** The same key and bytes within 24 hours leave once, however often they are sent. */
  idempotencyKey: string;
};

/** The mail was not taken, or nobody knows. */
export class MailError extends Error {
  constructor(
    reason: string,
    /** Seconds after which the same mail may be sent again under the same key; null when it would be refused again. */
    readonly retryAfter: number | null,
  ) {
    super(reason);
    this.name = "MailError";
  }
}

/**
 * Sends one mail now.
 *
 * @returns the provider's id of the mail
 * @throws MailError when it was not taken, or nobody knows whether it was
 */
export async function sendMail({ idempotencyKey, ...mail }: Mail): Promise<string> {
  const outcome = await mailProvider().send([mail], idempotencyKey);
  switch (outcome.kind) {
    case "accepted": {
      const [receipt] = outcome.receipts;
      if (receipt && "id" in receipt) return receipt.id;
      throw new MailError(receipt?.refused ?? "The mail server answered without an id.", null);
    }
    case "later":
    case "unknown":
      throw new MailError(outcome.reason, Math.max(1, outcome.seconds));
    default:
      throw new MailError(outcome.reason, null);
  }
}

/** The installation's address under somebody's name: `"Ada & Luca" <invitations@example.com>` (RFC 5322 §3.4). */
export function fromNamed(name: string): string {
  const address = /<([^<>]+)>/.exec(env().MAIL_FROM)?.[1] ?? env().MAIL_FROM;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they would end the header
  return `"${name.replace(/[<>"\\\u0000-\u001f\u007f]/g, " ").trim()}" <${address.trim()}>`;
}
