"use client";

import { Send } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { fieldErrors, useSentence, useWrite } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { Campaign } from "@/lib/messaging/contract";
import { testCampaign } from "@/lib/messaging/preview/contract";
import { rememberTest } from "./tested";
import type { Shown } from "./use-preview";

/** Sends the message as it is written to its author: a mail at once, a text to the number that they type. */
export function TestButton({
  projectId,
  campaign,
  shown,
  flush,
}: {
  projectId: string;
  campaign: Campaign;
  shown: Shown | null;
  flush: () => Promise<boolean>;
}) {
  const t = useTranslations("messages");
  const sentence = useSentence();
  const form = useId();
  const [open, setOpen] = useState(false);
  const [number, setNumber] = useState("");
  const byText = campaign.channel !== "email";
  const test = useWrite(testCampaign, {
    quiet: byText,
    onSuccess: ({ to }) => {
      rememberTest(projectId);
      setOpen(false);
      toast.success(t("testSent", { to }));
    },
  });
  const guestId = shown?.guest?.id;
  const send = async (to?: string) => {
    if (!(await flush())) return;
    test.mutate({ params: { id: campaign.id }, body: { ...(guestId && { guestId }), ...(to && { to }) } });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send(number);
  };
  return (
    <>
      <Button
        busy={!open && test.isPending}
        onClick={() => {
          test.reset();
          if (byText) setOpen(true);
          else void send();
        }}
      >
        <Send aria-hidden />
        {t("test")}
      </Button>
      <Dialog open={open} onOpenChange={setOpen}>
        <DialogContent
          title={t("test")}
          description={shown?.guest ? t("testText", { name: shown.guest.name }) : t("testTextNobody")}
          deed={
            <Button
              variant="primary"
              type="submit"
              form={form}
              busy={test.isPending}
              disabled={number.trim() === ""}
            >
              {t("testButton")}
            </Button>
          }
        >
          <form id={form} noValidate onSubmit={submit}>
            <Field
              label={t("testNumber")}
              error={test.error ? (fieldErrors(test.error).to ?? sentence(test.error)) : null}
            >
              <Input
                value={number}
                type="tel"
                autoComplete="tel"
                onChange={(event) => setNumber(event.target.value)}
              />
            </Field>
          </form>
        </DialogContent>
      </Dialog>
    </>
  );
}
