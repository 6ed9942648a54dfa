"use client";

import { Send, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useId } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { placeOf } from "@/components/shell/places";
import { useRead, useWrite } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { type Campaign, deleteCampaign, listCampaigns } from "@/lib/messaging/contract";
import { testCampaign } from "@/lib/messaging/preview/contract";
import { getReadiness } from "@/lib/messaging/readiness/contract";
import { AudiencePicker } from "./audience-picker";
import { CampaignStatus } from "./campaign-status";
import { insertAtCaret } from "./insert";
import { MailPreview } from "./mail-preview";
import { MergeMenu } from "./merge-menu";
import { Readiness } from "./readiness";
import { SendButton } from "./send-button";
import { rememberTest } from "./tested";
import { useDraft } from "./use-draft";

/** Writing a message: words and audience at the left, the mail as a guest gets it at the right. */
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
  const [subjectId, preheaderId, bodyId] = [useId(), useId(), useId()];
  const { draft, change, flush, state, errors } = useDraft(campaign);
  const readiness = useRead(getReadiness, {
    params: { id: projectId },
    query: { campaignId: campaign.id },
  });
  const test = useWrite(testCampaign, {
    onSuccess: ({ to }) => {
      rememberTest(projectId);
      toast.success(t("testSent", { to }));
    },
  });
  const remove = useWrite(deleteCampaign, {
    refresh: [listCampaigns],
    onSuccess: () => {
      toast(t("deleted", { name: draft.name }));
      router.push(placeOf(projectId, "messages"));
    },
  });
  const off = !mayEdit;
  return (
    <div className="grid flex-1 lg:grid-cols-[minmax(24rem,34rem)_minmax(0,1fr)]">
      <div className="grid content-start gap-5 px-4 py-5 md:px-8 lg:border-r">
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
        <Field label={t("name")} help={t("nameHelp")} error={errors.name}>
          <Input
            value={draft.name}
            disabled={off}
            onChange={(event) => change({ name: event.target.value })}
          />
        </Field>
        <AudiencePicker
          projectId={projectId}
          value={draft.audience}
          disabled={off}
          onChange={(audience) => change({ audience })}
        />
        <Field
          label={t("subject")}
          error={errors.subject}
          aside={
            off ? null : (
              <MergeMenu
                without={["invite.url"]}
                onInsert={(field) =>
                  change({ subject: insertAtCaret(subjectId, draft.subject ?? "", `{{${field}}}`) })
                }
              />
            )
          }
        >
          <Input
            id={subjectId}
            value={draft.subject ?? ""}
            disabled={off}
            onChange={(event) => change({ subject: event.target.value || null })}
          />
        </Field>
        <Field label={t("preheader")} help={t("preheaderHelp")} optional error={errors.preheader}>
          <Input
            id={preheaderId}
            value={draft.preheader ?? ""}
            disabled={off}
            onChange={(event) => change({ preheader: event.target.value || null })}
          />
        </Field>
        <Field
          label={t("body")}
          help={t("bodyHelp")}
          error={errors.body}
          aside={
            off ? null : (
              <MergeMenu
                onInsert={(field) => change({ body: insertAtCaret(bodyId, draft.body, `{{${field}}}`) })}
              />
            )
          }
        >
          <Textarea
            id={bodyId}
            value={draft.body}
            disabled={off}
            className="min-h-56"
            onChange={(event) => change({ body: event.target.value })}
          />
        </Field>
        <Readiness projectId={projectId} read={readiness} />
        {mayEdit ? (
          <div className="sticky bottom-0 -mx-4 flex flex-wrap justify-end gap-2 border-t bg-background px-4 py-3 max-md:bottom-14 md:-mx-8 md:px-8">
            <Button
              busy={test.isPending}
              onClick={async () => {
                if (await flush()) test.mutate({ params: { id: campaign.id }, body: {} });
              }}
            >
              <Send aria-hidden />
              {t("test")}
            </Button>
            <SendButton campaign={draft} readiness={readiness.data} flush={flush} />
          </div>
        ) : null}
      </div>
      <MailPreview campaign={draft} />
    </div>
  );
}
