"use client";

import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { useSentence, useWrite } from "@/components/shell/use-contract";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { updateProfile } from "@/lib/auth/contract";
import { Step } from "./step";

/** Asks somebody new for their name, once; they may go on without. The time zone is this device's. */
export function NameForm({ onDone }: { onDone: () => void }) {
  const t = useTranslations("auth");
  const sentence = useSentence();
  const [name, setName] = useState("");
  const [isMissing, setMissing] = useState(false);
  const save = useWrite(updateProfile, { quiet: true, onSuccess: onDone });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(name.trim() === "");
    if (name.trim() === "") return;
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    save.mutate({ body: { name, ...(timeZone && { timezone: timeZone }) } });
  };
  return (
    <Step heading={t("nameHeading")} lead={t("nameLead")}>
      <form onSubmit={submit} noValidate className="grid gap-5">
        {save.error ? <Alert tone="error" live title={sentence(save.error)} /> : null}
        <Field label={t("name")} error={isMissing ? t("nameMissing") : undefined}>
          <Input
            name="name"
            autoComplete="name"
            autoFocus
            maxLength={120}
            placeholder={t("namePlaceholder")}
            className="h-11 text-md"
            value={name}
            onChange={(event) => {
              setName(event.target.value);
              setMissing(false);
            }}
          />
        </Field>
        <Button
          type="submit"
          variant="primary"
          size="lg"
          className="h-11"
          busy={save.isPending || save.isSuccess}
        >
          {t("nameSave")}
        </Button>
        <Button variant="ghost" size="lg" className="h-11" onClick={onDone}>
          {t("skip")}
        </Button>
      </form>
    </Step>
  );
}
