"use client";

import { useTranslations } from "use-intl";
import { useRead } from "@/components/shell/use-contract";
import { cn } from "@/components/ui/cn";
import type { ProblemError } from "@/lib/http/client";
import type { Campaign } from "@/lib/messaging/contract";
import { getProject } from "@/lib/projects/contract";
import { GuestChoice } from "./guest-choice";
import { MailPreview } from "./mail-preview";
import { PhonePreview } from "./phone-preview";
import type { Shown } from "./use-preview";

/** The message as one of its guests gets it, drawn anew as one writes. */
export function MessagePreview({
  campaign,
  shown,
  failed,
  onGuest,
  className,
}: {
  campaign: Campaign;
  shown: Shown | null;
  failed: ProblemError | null;
  onGuest: (guestId: string) => void;
  className?: string;
}) {
  const t = useTranslations("messages");
  const project = useRead(getProject, { params: { id: campaign.projectId } }).data;
  const guest = shown?.guest ? (
    <GuestChoice projectId={campaign.projectId} chosen={shown.guest} onChange={onGuest} />
  ) : null;
  return (
    <section
      aria-label={t("preview")}
      className={cn("flex min-h-160 flex-col gap-3 bg-muted px-4 py-5", className)}
    >
      {campaign.channel === "email" ? (
        <MailPreview mail={shown} guest={guest} />
      ) : (
        <>
          <div className="flex min-h-8 justify-end">{guest}</div>
          <PhonePreview
            sender={campaign.channel === "whatsapp" ? (project?.name ?? "") : t("channel_sms")}
            shown={shown}
            empty={t(campaign.channel === "whatsapp" ? "templateEmpty" : "previewEmpty")}
          />
        </>
      )}
      {failed ? (
        <p role="status" className="rounded-md bg-warning-wash px-4 py-2 text-sm text-warning">
          {t("previewFailed")} {failed.errors.length > 0 ? failed.message : null}
        </p>
      ) : null}
    </section>
  );
}
