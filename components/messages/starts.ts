import { Bell, CalendarHeart, Heart, type LucideIcon, Mail, Megaphone } from "lucide-react";
import type { useTranslations } from "use-intl";
import type { Given } from "@/lib/http/endpoint";
import type { Campaign, createCampaign } from "@/lib/messaging/contract";

type Audience = NonNullable<NonNullable<Given<typeof createCampaign>["body"]>["audience"]>;
type Words = ReturnType<typeof useTranslations<"messages">>;
export type Channel = Campaign["channel"];
export type StartKey = "invitation" | "reminder" | "saveTheDate" | "update" | "thanks";

/** What kinds of message there are, each with who usually gets it. */
export const starts: { key: StartKey; icon: LucideIcon; audience: Audience }[] = [
  { key: "invitation", icon: Mail, audience: { all: true } },
  { key: "reminder", icon: Bell, audience: { rsvpStatus: "pending" } },
  { key: "saveTheDate", icon: CalendarHeart, audience: { all: true } },
  { key: "update", icon: Megaphone, audience: { all: true } },
  { key: "thanks", icon: Heart, audience: { rsvpStatus: "attending" } },
];

// These hold merge fields in braces, which are no arguments of the message.
const subjectOf = (t: Words, key: StartKey): string => t.raw(`start_${key}_subject`);
const bodyOf = (t: Words, key: StartKey, channel: Channel): string =>
  t.raw(channel === "email" ? `start_${key}_body` : `start_${key}_text`);

/** The words that a kind of message begins with on a channel; a template of WhatsApp has its own, and keeps these. */
export const wordsOf = (t: Words, key: StartKey, channel: Channel) => ({
  subject: channel === "email" ? subjectOf(t, key) : null,
  body: bodyOf(t, key, channel),
});

/**
 * What changes when a draft is to leave by another channel. Words that nobody touched become that channel's own;
 * others stay as they are.
 *
 * @param kept what was written for that channel before, while this page is open
 */
export function inChannel(
  t: Words,
  draft: Pick<Campaign, "subject" | "body">,
  channel: Channel,
  kept: string | undefined,
): { channel: Channel; subject?: string; body?: string } {
  const key = starts.find(({ key }) =>
    (["email", "sms"] as const).some((one) => bodyOf(t, key, one) === draft.body),
  )?.key;
  // A template is no text: what was written waits for the way back.
  const body = channel === "whatsapp" ? undefined : (kept ?? (key && bodyOf(t, key, channel)));
  return {
    channel,
    ...(body !== undefined && { body }),
    ...(channel === "email" && draft.subject === null && key && { subject: subjectOf(t, key) }),
  };
}
