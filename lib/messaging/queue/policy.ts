/** Rules of messages that hosts send from their own phone. */

/** Seconds for which a message on somebody's screen is shown to nobody else. */
export const HELD_SECONDS = 300;
/** Seconds within which a mark may be taken back. */
export const UNDO_SECONDS = 900;
/** Why a message that a host passed over was not sent. */
export const SKIPPED = "skipped";

/**
 * The address that opens a message in the host's own app, filled in: for WhatsApp click to chat
 * (faq.whatsapp.com/5913398998672934: the number in digits alone), for SMS the scheme of RFC 5724; the body follows
 * `?&`, which both phones read where each alone wants one of the two.
 */
export const linkOf = (channel: "sms" | "whatsapp", number: string, text: string): string =>
  channel === "whatsapp"
    ? `https://wa.me/${number.replace(/\D/g, "")}?text=${encodeURIComponent(text)}`
    : `sms:${number}?&body=${encodeURIComponent(text)}`;
