"use client";

import Link from "next/link";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useSentence, useWrite } from "@/components/shell/use-contract";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { verify } from "@/lib/auth/contract";
import { NameForm } from "./name-form";
import { Step } from "./step";
import { arrive } from "./use-arrival";

/** The page of the mail's link: opening it uses nothing up (mail gateways open every link), the button does. */
export function LinkForm({ token }: { token: string }) {
  const t = useTranslations("auth");
  const common = useTranslations("common");
  const sentence = useSentence();
  const [wanted, setWanted] = useState<string | null>();
  const use = useWrite(verify, {
    quiet: true,
    onSuccess: ({ user, returnTo }) => (user.name === "" ? setWanted(returnTo) : arrive(returnTo)),
  });
  if (wanted !== undefined) return <NameForm onDone={() => arrive(wanted)} />;
  const isOver = use.error?.code === "expired" || use.error?.code === "wrong_code";
  if (isOver) {
    return (
      <Step heading={t("linkOverHeading")} lead={<span role="alert">{sentence(use.error)}</span>}>
        <Button asChild variant="primary" size="lg" className="h-11">
          <Link href="/auth/login">{t("linkOver")}</Link>
        </Button>
      </Step>
    );
  }
  return (
    <Step heading={t("linkHeading", { app: common("app") })} lead={t("linkLead")}>
      {use.error ? <Alert tone="error" live title={sentence(use.error)} /> : null}
      <Button
        variant="primary"
        size="lg"
        className="h-11"
        autoFocus
        busy={use.isPending || use.isSuccess}
        onClick={() => use.mutate({ body: { token } })}
      >
        {t("signIn")}
      </Button>
    </Step>
  );
}
