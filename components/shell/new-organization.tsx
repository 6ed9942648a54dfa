"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { getMe } from "@/lib/auth/contract";
import { createOrganization } from "@/lib/orgs/contract";
import { useSentence, useWrite } from "./use-contract";

/** One input and a button: another organization, whose owner one becomes. */
export function NewOrganization({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <NewOrganizationForm onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

function NewOrganizationForm({ onDone }: { onDone: () => void }) {
  const t = useTranslations("shell");
  const router = useRouter();
  const sentence = useSentence();
  const [name, setName] = useState("");
  const [isMissing, setMissing] = useState(false);
  const create = useWrite(createOrganization, {
    quiet: true,
    refresh: [getMe],
    onSuccess: ({ id }) => {
      router.push(`/dashboard?organization=${id}`);
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(name.trim() === "");
    if (name.trim() !== "" && !create.isPending) create.mutate({ body: { name } });
  };
  return (
    <DialogContent
      title={t("newOrganization")}
      description={t("newOrganizationHelp")}
      deed={
        <Button type="submit" form="new-organization" variant="primary" busy={create.isPending}>
          {t("create")}
        </Button>
      }
    >
      <form id="new-organization" noValidate onSubmit={submit} className="grid gap-4">
        {create.error ? <Alert live tone="error" title={sentence(create.error)} /> : null}
        <Field label={t("organizationName")} error={isMissing ? t("organizationNameMissing") : undefined}>
          <Input
            autoComplete="organization"
            maxLength={120}
            placeholder={t("organizationNamePlaceholder")}
            value={name}
            onChange={(event) => {
              setName(event.target.value);
              setMissing(false);
            }}
          />
        </Field>
      </form>
    </DialogContent>
  );
}
