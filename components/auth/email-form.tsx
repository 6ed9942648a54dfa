"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { fieldErrors, useSentence, useWrite } from "@/components/shell/use-contract";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { login } from "@/lib/auth/contract";
import { rememberPending } from "./pending";

/** Asks for the address and sends the mail; then the code is asked for. */
export function EmailForm({ returnTo, initial = "" }: { returnTo: string | null; initial?: string }) {
  const t = useTranslations("auth");
  const router = useRouter();
  const sentence = useSentence();
  const [email, setEmail] = useState(initial);
  const [isMissing, setMissing] = useState(false);
  const ask = useWrite(login, {
    quiet: true,
    onSuccess: (sent) => {
      rememberPending({ email: sent.email, returnTo });
      router.push("/auth/verify");
    },
  });
  const isWrong = Boolean(fieldErrors(ask.error).email);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(email.trim() === "");
    if (email.trim() === "") return;
    ask.mutate({ body: { email, ...(returnTo && { returnTo }) } });
  };
  return (
    <form onSubmit={submit} noValidate className="grid gap-5">
      {ask.error && !isWrong ? <Alert tone="error" live title={sentence(ask.error)} /> : null}
      <Field label={t("email")} error={isMissing ? t("emailMissing") : isWrong ? t("emailWrong") : undefined}>
        <Input
          type="email"
          name="email"
          autoComplete="email"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          required
          maxLength={254}
          placeholder={t("emailPlaceholder")}
          className="h-11 text-md"
          value={email}
          onChange={(event) => {
            setEmail(event.target.value);
            setMissing(false);
            if (ask.error) ask.reset();
          }}
        />
      </Field>
      <Button
        type="submit"
        variant="primary"
        size="lg"
        className="h-11"
        busy={ask.isPending || ask.isSuccess}
      >
        {t("continue")}
      </Button>
    </form>
  );
}
