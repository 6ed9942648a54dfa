"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { usePerson } from "@/components/shell/person";
import { useRead, useSentence, useWrite } from "@/components/shell/use-contract";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { type Campaign, getCampaign, listCampaigns } from "@/lib/messaging/contract";
import { sendBackCampaign } from "@/lib/messaging/control/contract";
import { listMembers } from "@/lib/orgs/contract";
import { getProject } from "@/lib/projects/contract";
import { resolveSettings } from "@/lib/settings/contract";

/** Whether the reader's own approval only asks for somebody else's: they wrote it last, and two are asked for. */
export function useAsks({ projectId, updatedBy }: Campaign): boolean {
  const person = usePerson();
  const keys = ["campaigns.secondApprover" as const];
  const settings = useRead(resolveSettings, { body: { keys, projectId } }).data;
  return settings?.["campaigns.secondApprover"]?.value === true && updatedBy === person.id;
}

/** What stands between two people: who asks, and what was written when it came back. */
export function SecondPerson({ campaign, mayEdit }: { campaign: Campaign; mayEdit: boolean }) {
  const t = useTranslations("sending");
  const person = usePerson();
  const project = useRead(getProject, { params: { id: campaign.projectId } }).data;
  const { status, askedBy, sentBackBy, sentBackNote } = campaign;
  const about = status === "awaiting_approval" ? askedBy : sentBackNote ? sentBackBy : null;
  const members = useRead(
    listMembers,
    { params: { id: project?.organizationId ?? "" }, query: { limit: 200 } },
    { enabled: about !== null && project !== undefined },
  ).data;
  const name = members?.data.find(({ userId }) => userId === about)?.name || t("colleague");
  if (status === "draft" && sentBackNote) {
    return (
      <Alert tone="warning" title={t("sentBack", { name })}>
        <span className="block whitespace-pre-wrap break-words text-left [unicode-bidi:plaintext]">
          {sentBackNote}
        </span>
      </Alert>
    );
  }
  if (status !== "awaiting_approval") return null;
  if (askedBy === person.id) return <Alert title={t("askedByMe")}>{t("askedByMeText")}</Alert>;
  return (
    <Alert title={t("askedBy", { name })} action={mayEdit ? <SendBack campaign={campaign} /> : null}>
      {t("askedByText")}
    </Alert>
  );
}

function SendBack({ campaign }: { campaign: Campaign }) {
  const t = useTranslations("sending");
  const sentence = useSentence();
  const [open, setOpen] = useState(false);
  const [note, setNote] = useState("");
  const [missing, setMissing] = useState(false);
  const back = useWrite(sendBackCampaign, {
    quiet: true,
    refresh: [getCampaign, listCampaigns],
    onSuccess: () => setOpen(false),
  });
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button size="sm">{t("sendBack")}</Button>
      </DialogTrigger>
      <DialogContent
        title={t("sendBackTitle")}
        description={t("sendBackText")}
        deed={
          <Button
            variant="primary"
            busy={back.isPending}
            onClick={() => {
              if (note.trim() === "") setMissing(true);
              else back.mutate({ params: { id: campaign.id }, body: { note } });
            }}
          >
            {t("sendBack")}
          </Button>
        }
      >
        <div className="grid gap-3">
          {back.error ? <Alert live tone="error" title={sentence(back.error)} /> : null}
          <Field label={t("note")} error={missing && note.trim() === "" ? t("noteMissing") : undefined}>
            <Textarea value={note} maxLength={2_000} onChange={({ target }) => setNote(target.value)} />
          </Field>
        </div>
      </DialogContent>
    </Dialog>
  );
}
