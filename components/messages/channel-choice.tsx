"use client";

import { Mail, MessageCircle, MessageSquare } from "lucide-react";
import { useTranslations } from "use-intl";
import { useRead } from "@/components/shell/use-contract";
import { Alert } from "@/components/ui/alert";
import { Segmented } from "@/components/ui/segmented";
import { listChannels } from "@/lib/messaging/channels/contract";
import type { Channel } from "./starts";

const icons = { email: Mail, sms: MessageSquare, whatsapp: MessageCircle };

/** By which way a message leaves; a way that is not set up can be chosen, and says what it needs. */
export function ChannelChoice({
  projectId,
  value,
  onChange,
  disabled = false,
}: {
  projectId: string;
  value: Channel;
  onChange: (channel: Channel) => void;
  disabled?: boolean;
}) {
  const t = useTranslations("messages");
  const channels = useRead(listChannels, { params: { id: projectId } }).data?.data ?? [];
  const chosen = channels.find(({ channel }) => channel === value);
  return (
    <fieldset className="grid gap-1.5" disabled={disabled}>
      <legend className="mb-1.5 font-medium">{t("channel")}</legend>
      <Segmented
        label={t("channel")}
        value={value}
        onChange={(next) => disabled || onChange(next)}
        className="justify-self-start"
        choices={(["email", "sms", "whatsapp"] as const).map((channel) => {
          const Icon = icons[channel];
          return {
            value: channel,
            content: (
              <span className="inline-flex items-center gap-1.5">
                <Icon aria-hidden className="size-3.5 max-sm:hidden" />
                {t(`channel_${channel}`)}
              </span>
            ),
          };
        })}
      />
      {chosen && !chosen.isSetUp ? (
        <Alert
          live
          tone="warning"
          title={t(`channelMissing_${value}`, {
            variables: new Intl.ListFormat("en").format(chosen.missing),
          })}
        />
      ) : null}
    </fieldset>
  );
}
