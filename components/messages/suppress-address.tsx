"use client";

import { type FormEvent, useId, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { useAddress } from "@/components/shell/use-address";
import { fieldErrors, useSentence, useWrite } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { countAudience, listAudienceGuests } from "@/lib/messaging/audience/contract";
import { createSuppression, listSuppressions } from "@/lib/messaging/suppression/contract";
import { channel } from "@/lib/messaging/waterfall/contract";

/** Stops messages to an address by hand. */
export function SuppressAddress({ projectId }: { projectId: string }) {
  const t = useTranslations("messages");
  const sentence = useSentence();
  const form = useId();
  const { search, set } = useAddress();
  const [by, setBy] = useState<(typeof channel.options)[number]>("email");
  const [address, setAddress] = useState("");
  const close = () => set({ add: null });
  const write = useWrite(createSuppression, {
    quiet: true,
    refresh: [listSuppressions, countAudience, listAudienceGuests],
    onSuccess: (entry) => {
      toast.success(t("suppressed_added", { address: entry.address }));
      setAddress("");
      close();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    write.mutate({ params: { id: projectId }, body: { channel: by, address } });
  };
  return (
    <Dialog
      open={search.get("add") === "address"}
      onOpenChange={(open) => {
        write.reset();
        if (!open) close();
      }}
    >
      <DialogContent
        title={t("suppressed_add")}
        description={t("suppressed_addText")}
        deed={
          <Button variant="primary" type="submit" form={form} busy={write.isPending}>
            {t("suppressed_addButton")}
          </Button>
        }
      >
        <form id={form} noValidate onSubmit={submit} className="grid gap-4">
          <Field
            label={t("suppressed_address")}
            error={write.error ? (fieldErrors(write.error).address ?? sentence(write.error)) : null}
          >
            <Input
              value={address}
              type={by === "email" ? "email" : "tel"}
              autoComplete="off"
              onChange={(event) => setAddress(event.target.value)}
            />
          </Field>
          <Field label={t("suppressed_channel")}>
            <Select value={by} onChange={(event) => setBy(channel.parse(event.target.value))}>
              {channel.options.map((one) => (
                <option key={one} value={one}>
                  {t(`channel_${one}`)}
                </option>
              ))}
            </Select>
          </Field>
        </form>
      </DialogContent>
    </Dialog>
  );
}
