"use client";

import { useId } from "react";
import { useTranslations } from "use-intl";
import { RadioGroup, RadioItem } from "@/components/ui/radio";
import type { Campaign } from "@/lib/messaging/contract";

/** Who sends an SMS or a WhatsApp message: the provider by itself, or the hosts from their own phone. */
export function SenderChoice({
  campaign,
  disabled,
  onChange,
}: {
  campaign: Pick<Campaign, "channel" | "sender">;
  disabled: boolean;
  onChange: (change: Partial<Pick<Campaign, "sender" | "fallback" | "trigger" | "scheduledAt">>) => void;
}) {
  const t = useTranslations("messages");
  const label = useId();
  if (campaign.channel === "email") return null;
  return (
    <div className="grid gap-1.5">
      <span id={label} className="font-medium">
        {t("senderLegend")}
      </span>
      <RadioGroup
        aria-labelledby={label}
        value={campaign.sender}
        disabled={disabled}
        onValueChange={(sender) =>
          // Whoever sends it themselves decides when, and nothing follows by itself.
          onChange(
            sender === "host"
              ? { sender, fallback: [], trigger: null, scheduledAt: null }
              : { sender: "provider" },
          )
        }
      >
        <RadioItem value="provider" help={t("senderProviderHelp")}>
          {t("senderProvider")}
        </RadioItem>
        <RadioItem value="host" help={t("senderHostHelp")}>
          {t("senderHost")}
        </RadioItem>
      </RadioGroup>
    </div>
  );
}
