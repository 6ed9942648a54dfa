"use client";

import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { useSentence, useWrite } from "@/components/shell/use-contract";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { createApiKey, keyScopes, listApiKeys } from "@/lib/orgs/keys/contract";

type Props = { organizationId: string; open: boolean; onOpenChange: (open: boolean) => void };

const sets = {
  keyRead: keyScopes.filter((scope) => scope.endsWith(":read") && scope !== "keys:read"),
  keyEdit: keyScopes.filter((scope) => !/^(keys|members|org|audit):|:delete$/.test(scope)),
  keyAdmin: keyScopes,
};

/** Makes a key, then shows it, this once. */
export function NewKey({ open, onOpenChange, organizationId }: Props) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <NewKeyForm organizationId={organizationId} close={() => onOpenChange(false)} />
    </Dialog>
  );
}

function NewKeyForm({ organizationId, close }: { organizationId: string; close: () => void }) {
  const t = useTranslations("team");
  const c = useTranslations("common");
  const sentence = useSentence();
  const [name, setName] = useState("");
  const [set, setSet] = useState<keyof typeof sets>("keyRead");
  const [end, setEnd] = useState("");
  const [isMissing, setMissing] = useState(false);
  const make = useWrite(createApiKey, { quiet: true, refresh: [listApiKeys] });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(name.trim() === "");
    if (name.trim() === "" || make.isPending) return;
    const expiresAt = end ? new Date(`${end}T23:59:59`).toISOString() : null;
    make.mutate({ params: { id: organizationId }, body: { name, scopes: sets[set], expiresAt } });
  };
  const key = make.data?.key;
  if (key) {
    return (
      <DialogContent
        title={t("keyOnce")}
        description={t("keyOnceHelp")}
        footer={
          <>
            <Button
              onClick={() => void navigator.clipboard.writeText(key).then(() => toast.success(c("copied")))}
            >
              {c("copy")}
            </Button>
            <Button variant="primary" onClick={close}>
              {t("keyDone")}
            </Button>
          </>
        }
      >
        <Input readOnly aria-label={t("keyOnce")} value={key} onFocus={(event) => event.target.select()} />
      </DialogContent>
    );
  }
  return (
    <DialogContent
      title={t("keyNew")}
      description={t("keysHelp")}
      deed={
        <Button type="submit" form="new-key" variant="primary" busy={make.isPending}>
          {t("keyMake")}
        </Button>
      }
    >
      <form id="new-key" noValidate onSubmit={submit} className="grid gap-4">
        {make.error ? <Alert live tone="error" title={sentence(make.error)} /> : null}
        <Field label={t("keyName")} error={isMissing ? t("missing") : undefined}>
          <Input
            maxLength={120}
            autoComplete="off"
            placeholder={t("keyNamePlaceholder")}
            value={name}
            onChange={(event) => {
              setName(event.target.value);
              setMissing(false);
            }}
          />
        </Field>
        <Field label={t("keyScopes")}>
          <Select value={set} onChange={(event) => setSet(event.target.value as keyof typeof sets)}>
            {(Object.keys(sets) as (keyof typeof sets)[]).map((one) => (
              <option key={one} value={one}>
                {t(one)}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={t("keyExpires")} optional>
          <Input type="date" value={end} onChange={(event) => setEnd(event.target.value)} />
        </Field>
      </form>
    </DialogContent>
  );
}
