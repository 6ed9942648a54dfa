"use client";

import Link from "next/link";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useSentence, useWrite } from "@/components/shell/use-contract";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { login, verify } from "@/lib/auth/contract";
import { CodeInput } from "./code-input";
import { NameForm } from "./name-form";
import { usePending } from "./pending";
import { Step } from "./step";
import { arrive, useArrivalElsewhere } from "./use-arrival";

const PAUSE = 30;

/** Takes the code of the mail; whoever comes here on another device types the address too. */
export function CodeForm() {
  const t = useTranslations("auth");
  const sentence = useSentence();
  const pending = usePending();
  const input = useRef<HTMLInputElement>(null);
  const [typedEmail, setTypedEmail] = useState("");
  const [code, setCode] = useState("");
  const [wanted, setWanted] = useState<string | null>();
  const email = pending?.email ?? typedEmail;
  const use = useWrite(verify, {
    quiet: true,
    onSuccess: ({ user, returnTo }) => {
      const to = returnTo ?? pending?.returnTo ?? null;
      return user.name === "" ? setWanted(to) : arrive(to);
    },
    onError: () => input.current?.select(),
  });
  const again = useWrite(login, {
    quiet: true,
    onSuccess: () => {
      setCode("");
      use.reset();
      input.current?.focus();
    },
  });
  const left = usePause(again.submittedAt);
  useArrivalElsewhere(pending?.returnTo, pending !== undefined && wanted === undefined && !use.isSuccess);

  const send = (given: string) => {
    if (given.length === 6 && email && !use.isPending && !use.isSuccess)
      use.mutate({ body: { email, code: given } });
  };
  if (wanted !== undefined) return <NameForm onDone={() => arrive(wanted)} />;
  return (
    <Step
      heading={t("verifyHeading")}
      lead={
        pending === null
          ? t("verifyLeadAnywhere")
          : t.rich("verifyLead", {
              email: () => <span className="wrap-anywhere font-medium text-foreground">{email || " "}</span>,
            })
      }
    >
      <form
        noValidate
        className="grid gap-5"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          send(code);
          if (code.length < 6) input.current?.focus();
        }}
      >
        {again.error ? <Alert tone="error" live title={sentence(again.error)} /> : null}
        {again.isSuccess && !use.error ? <Alert tone="success" live title={t("sentAgain")} /> : null}
        {pending === null ? (
          <Field label={t("email")}>
            <Input
              type="email"
              autoComplete="email"
              autoCapitalize="none"
              spellCheck={false}
              className="h-11 text-md"
              value={typedEmail}
              onChange={(event) => setTypedEmail(event.target.value)}
            />
          </Field>
        ) : null}
        <Field label={t("code")} error={use.error ? sentence(use.error) : undefined}>
          <CodeInput
            ref={input}
            autoFocus={pending !== null}
            value={code}
            onValue={(next) => {
              setCode(next);
              if (use.error) use.reset();
              if (next.length === 6 && next !== code) send(next);
            }}
          />
        </Field>
        <Button
          type="submit"
          variant="primary"
          size="lg"
          className="h-11"
          busy={use.isPending || use.isSuccess}
        >
          {t("signIn")}
        </Button>
      </form>
      <p className="text-muted-foreground">{t("spam")}</p>
      <div className="flex flex-wrap gap-x-5 gap-y-3">
        <Button
          variant="link"
          size="inline"
          disabled={!email || left > 0 || again.isPending}
          onClick={() =>
            again.mutate({ body: { email, ...(pending?.returnTo && { returnTo: pending.returnTo }) } })
          }
        >
          {left > 0 ? t("sendAgainIn", { seconds: left }) : t("sendAgain")}
        </Button>
        <Button asChild variant="link" size="inline">
          <Link href="/auth/login">{t("otherAddress")}</Link>
        </Button>
      </div>
    </Step>
  );
}

/** Seconds until a new code may be asked for: half a minute after the page, and after each mail. */
function usePause(askedAt: number): number {
  const [left, setLeft] = useState(PAUSE);
  useEffect(() => {
    const end = (askedAt || Date.now()) + PAUSE * 1_000;
    const tick = () => setLeft(Math.max(0, Math.ceil((end - Date.now()) / 1_000)));
    tick();
    const timer = setInterval(tick, 1_000);
    return () => clearInterval(timer);
  }, [askedAt]);
  return left;
}
