import type { Outcome } from "../email/mail";

/** One SMS or WhatsApp message to one person, as every provider takes it. */
export type Text = {
  channel: "sms" | "whatsapp";
  /** E.164. */
  to: string;
  /** The words; or for WhatsApp an approved template with what fills it. */
  content: { body: string } | { templateSid: string; variables: Record<string, string> };
  /** Comes back with the provider's word of what became of it; null where nobody asks. */
  tags: { organization: string; job: string } | null;
};

/** A way to send SMS or WhatsApp messages, with the limits of one channel. */
export type TextProvider = {
  name: string;
  channel: Text["channel"];
  perCall: 1;
  callsPerSecond: number;
  /** None of them has an idempotency key. */
  keyLifetime: 0;
  local: boolean;
  /** Sends one message. Never throws. */
  send(texts: readonly Text[]): Promise<Outcome>;
};

/** A template of WhatsApp, as the provider keeps it and Meta judged it. */
export type Template = {
  sid: string;
  name: string;
  language: string;
  category: "marketing" | "utility" | "authentication";
  status: "approved" | "pending" | "rejected" | "paused" | "unsubmitted";
  body: string;
  variables: string[];
  reason: string | null;
};
