/** Something that happens to a mail, `after` milliseconds from its acceptance. */
export type Fate = { type: string; after: number };

const SENT: Fate = { type: "email.sent", after: 0 };
const DELIVERED: Fate = { type: "email.delivered", after: 150 };

/**
 * What happens to mail for a magic local part, whatever the domain, and with a `+label` or without, as at
 * Resend. Delayed mail stays delayed, so that the state can be looked at.
 */
const MAGIC: Record<string, Fate[]> = {
  bounced: [SENT, { type: "email.bounced", after: 200 }],
  complained: [SENT, DELIVERED, { type: "email.complained", after: 300 }],
  delayed: [SENT, { type: "email.delivery_delayed", after: 200 }],
  rejected: [{ type: "email.failed", after: 50 }],
};

/** The events of a mail to these bare addresses: those of the first magic one, else sent and delivered. */
export function fateOf(addresses: string[]): Fate[] {
  for (const address of addresses) {
    const local = address.slice(0, address.lastIndexOf("@")).split("+")[0] as string;
    if (Object.hasOwn(MAGIC, local)) return MAGIC[local] as Fate[];
  }
  return [SENT, DELIVERED];
}

/** What Resend adds to the data of an event, by its type. */
export const DETAILS: Record<string, Record<string, unknown>> = {
  "email.bounced": {
    bounce: {
      type: "Permanent",
      subType: "General",
      message: "The recipient's email provider sent a hard bounce message (played by the local stand-in).",
    },
  },
  "email.failed": { failed: { reason: "rejected" } },
};
