"use client";

import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { placeOf } from "@/components/shell/places";
import { useRead, useWrite } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { type Campaign, deleteCampaign, listCampaigns } from "@/lib/messaging/contract";
import { getReadiness } from "@/lib/messaging/readiness/contract";
import { AudiencePicker } from "./audience-picker";
import { CampaignStatus } from "./campaign-status";
import { ChannelChoice } from "./channel-choice";
import { MailWriting } from "./mail-writing";
import { MessagePreview } from "./message-preview";
import { Readiness } from "./readiness";
import { SendButton } from "./send-button";
import { SenderChoice } from "./sender-choice";
import { SecondPerson } from "./sending/second-person";
import { WhenAndHow } from "./sending/when-and-how";
import { type Channel, inChannel } from "./starts";
import { TemplateWriting } from "./template-writing";
import { TestButton } from "./test-button";
import { TextWriting } from "./text-writing";
import { useDraft } from "./use-draft";
import { usePreview } from "./use-preview";

/** Writing a message: words and audience at the left, the message as a guest gets it at the right. */
export function Composer({
  projectId,
  campaign,
  mayEdit,
}: {
  projectId: string;
  campaign: Campaign;
  mayEdit: boolean;
}) {
  const t = useTranslations("messages");
  const c = useTranslations("common");
  const router = useRouter();
  const { draft, change, flush, state, errors } = useDraft(campaign);
  const readiness = useRead(getReadiness, {
    params: { id: projectId },
    query: { campaignId: campaign.id },
  });
  const remove = useWrite(deleteCampaign, {
    refresh: [listCampaigns],
    onSuccess: () => {
      toast(t("deleted", { name: draft.name }));
      router.push(placeOf(projectId, "messages"));
    },
  });
  const off = !mayEdit;
  const [guestId, setGuestId] = useState<string | null>(null);
  const preview = usePreview(draft, guestId);
  const writing = { draft, change, errors, disabled: off };
  const kept = useRef<Partial<Record<Channel, string>>>({});
  const dropped = useRef<Campaign["fallback"]>([]);
  const switchChannel = (next: Channel) => {
    kept.current[draft.channel] = draft.body;
    // Mails leave by the provider alone.
    const sender = next === "email" ? ({ sender: "provider" } as const) : {};
    // A channel comes once: what a message leads with cannot follow as well, and waits for the way back.
    const steps = [...draft.fallback, ...dropped.current];
    dropped.current = steps.filter(({ channel }) => channel === next);
    const byHost = next !== "email" && draft.sender === "host";
    const fallback = byHost ? [] : steps.filter(({ channel }) => channel !== next);
    change({ ...inChannel(t, draft, next, kept.current[next]), ...sender, fallback });
  };
  return (
    <div className="grid flex-1 grid-cols-1 lg:grid-cols-[minmax(24rem,34rem)_minmax(0,1fr)]">
      <div className="grid grid-cols-1 content-start gap-5 px-4 py-5 md:px-8 lg:border-r">
        <div className="flex items-center justify-between gap-3">
          <span className="flex items-center gap-2">
            <CampaignStatus status={campaign.status} />
            <span role="status" className="text-muted-foreground text-sm">
              {state === "saving" ? c("saving") : state === "failed" ? t("notSaved") : c("saved")}
            </span>
          </span>
          {mayEdit ? (
            <Button
              variant="ghost"
              size="icon"
              aria-label={t("delete")}
              busy={remove.isPending}
              onClick={() => remove.mutate({ params: { id: campaign.id } })}
            >
              <Trash2 aria-hidden />
            </Button>
          ) : null}
        </div>
        <SecondPerson campaign={campaign} mayEdit={mayEdit} />
        <Field label={t("name")} help={t("nameHelp")} error={errors.name}>
          <Input
            value={draft.name}
            disabled={off}
            onChange={(event) => change({ name: event.target.value })}
          />
        </Field>
        <ChannelChoice projectId={projectId} value={draft.channel} disabled={off} onChange={switchChannel} />
        <AudiencePicker
          projectId={projectId}
          value={draft.audience}
          channel={campaign.channel}
          campaignId={campaign.id}
          disabled={off}
          onChange={(audience) => change({ audience })}
        />
        <SenderChoice campaign={draft} disabled={off} onChange={change} />
        {draft.channel === "email" ? (
          <MailWriting {...writing} />
        ) : draft.channel === "sms" || draft.sender === "host" ? (
          <TextWriting {...writing} shown={preview.message} readiness={readiness.data} />
        ) : (
          <TemplateWriting {...writing} projectId={projectId} />
        )}
        {draft.sender === "host" ? null : (
          <WhenAndHow campaign={draft} disabled={off} errors={errors} onChange={change} />
        )}
        <Readiness projectId={projectId} read={readiness} />
        {mayEdit ? (
          <div className="sticky bottom-0 -mx-4 flex flex-wrap justify-end gap-2 border-t bg-background px-4 py-3 max-md:bottom-14 md:-mx-8 md:px-8">
            {draft.sender === "host" ? null : (
              <TestButton projectId={projectId} campaign={draft} shown={preview.message} flush={flush} />
            )}
            <SendButton campaign={draft} readiness={readiness.data} flush={flush} />
          </div>
        ) : null}
      </div>
      <MessagePreview
        campaign={draft}
        shown={preview.message}
        failed={preview.failed}
        onGuest={setGuestId}
        className="md:px-8 lg:sticky lg:top-0 lg:h-dvh"
      />
    </div>
  );
}
