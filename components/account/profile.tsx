"use client";

import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { usePerson } from "@/components/shell/person";
import { fieldErrors, useSentence, useWrite } from "@/components/shell/use-contract";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { getMe, updateProfile } from "@/lib/auth/contract";
import { listMembers } from "@/lib/orgs/contract";

/** Name and time zone; the address is how one signs in. */
export function Profile() {
  const t = useTranslations("account");
  const person = usePerson();
  const sentence = useSentence();
  const [name, setName] = useState(person.name);
  const [timezone, setTimezone] = useState(person.timezone);
  const save = useWrite(updateProfile, {
    quiet: true,
    refresh: [getMe, listMembers],
    onSuccess: () => toast.success(t("saved")),
  });
  const errors = fieldErrors(save.error);
  const zones = [...new Set([person.timezone, "UTC", ...Intl.supportedValuesOf("timeZone")])].sort();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!save.isPending) save.mutate({ body: { name, timezone } });
  };
  return (
    <form noValidate onSubmit={submit} className="grid max-w-xl gap-4 pt-2">
      {save.error && !errors.name ? <Alert live tone="error" title={sentence(save.error)} /> : null}
      <Field label={t("name")} help={t("nameHelp")} error={errors.name}>
        <Input
          autoComplete="name"
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <Field label={t("email")} help={t("emailHelp")}>
        <Input readOnly value={person.email} />
      </Field>
      <Field label={t("timezone")}>
        <Select
          value={timezone}
          suppressHydrationWarning
          onChange={(event) => setTimezone(event.target.value)}
        >
          {zones.map((zone) => (
            <option key={zone} value={zone}>
              {zone.replaceAll("_", " ")}
            </option>
          ))}
        </Select>
      </Field>
      <Button type="submit" variant="primary" className="justify-self-start" busy={save.isPending}>
        {t("save")}
      </Button>
    </form>
  );
}
