import { el } from "./dom";

/** The name in `Name <a@b.c>`, or the bare address. */
export const nameOf = (address: string): string =>
  /^\s*"?([^"<]+?)"?\s*</.exec(address)?.[1] ?? address.replace(/[<>]/g, "");

/** One or two letters for a round picture. */
export function initials(text: string): string {
  const words = (text.split("@")[0] ?? "").split(/[\s._+-]+/).filter((word) => /^\p{L}|^\d/u.test(word));
  const last = words.length > 1 ? words.at(-1)?.[0] : "";
  return `${words[0]?.[0] ?? "?"}${last}`.toUpperCase();
}

/** A hue that is always the same for the same text. */
export const hue = (text: string): number =>
  [...text].reduce((sum, char) => (sum * 31 + (char.codePointAt(0) ?? 0)) % 360, 7);

/** Today, yesterday, or the date. */
export function day(date: string): string {
  const midnight = (of: Date) => new Date(of).setHours(0, 0, 0, 0);
  const days = Math.round((midnight(new Date()) - midnight(new Date(date))) / 86_400_000);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  return new Date(date).toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long" });
}

/** Hours and minutes. */
export const clock = (date: string): string =>
  new Date(date).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

/** The six digits a person is looking for in a mail about signing in. */
export function codeIn(subject: string, text: string | null): string | undefined {
  if (!/code|sign/i.test(subject)) return undefined;
  return /(?<![\d-])\d{6}(?![\d-])/.exec(`${subject}\n${text ?? ""}`)?.[0];
}

/** What happened to a mail, in words, and whether that is good. */
export function fate(status: string): { words: string; mood: "good" | "bad" | "wait" } {
  const words = { delivery_delayed: "Delayed", complained: "Marked as spam", failed: "Rejected" }[status];
  const mood = /bounce|complain|fail/.test(status) ? "bad" : /delay|queue/.test(status) ? "wait" : "good";
  return { words: words ?? `${status[0]?.toUpperCase()}${status.slice(1)}`, mood };
}

/** A text with its links to be followed. */
export const linked = (plain: string): (string | Node)[] =>
  plain
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part, at) =>
      at % 2 === 1 ? el("a", { href: part, target: "_blank", rel: "noreferrer", textContent: part }) : part,
    );

/** A number without the channel that Twilio writes before it. */
export const numberOf = (address: string): string => address.replace(/^whatsapp:/, "");

/** A file's size. */
export const size = (bytes: number): string =>
  bytes < 1024 ? `${bytes} B` : `${Math.round(bytes / 1024)} KB`;
