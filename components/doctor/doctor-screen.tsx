"use client";

import { RotateCw } from "lucide-react";
import { useEffect, useRef } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { useSentence, useWrite } from "@/components/shell/use-contract";
import { Alert } from "@/components/ui/alert";
import { Badge, type Tone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { examine, type Finding } from "@/lib/platform/doctor/contract";

const tones: Record<Finding["status"], Tone> = {
  fail: "red",
  warn: "amber",
  ok: "green",
  not_applicable: "neutral",
};

const lists = [
  { key: "listWrong", statuses: ["fail", "warn"] },
  { key: "listWell", statuses: ["ok"] },
  { key: "listNot", statuses: ["not_applicable"] },
] as const;

/** The state of the installation: examined when the page opens, and again when asked. */
export function DoctorScreen() {
  const t = useTranslations("doctor");
  const format = useFormatter();
  const sentence = useSentence();
  const { mutate, data, error, isPending } = useWrite(examine, { quiet: true });
  const began = useRef(false);
  useEffect(() => {
    // Once a visit: the check sends a mail.
    if (began.current) return;
    began.current = true;
    mutate({});
  }, [mutate]);
  const count = (status: Finding["status"]) =>
    data?.findings.filter((one) => one.status === status).length ?? 0;
  const [fails, warns] = [count("fail"), count("warn")];
  return (
    <div className="mx-auto grid w-full max-w-180 gap-6 px-4 pt-5 pb-16 md:px-8 md:pt-6">
      <header className="flex flex-wrap items-end justify-between gap-4">
        <div>
          <h1 className="font-semibold text-lg">{t("title")}</h1>
          <p className="text-muted-foreground">{t("intro")}</p>
        </div>
        <Button onClick={() => mutate({})} busy={isPending}>
          <RotateCw aria-hidden />
          {t("again")}
        </Button>
      </header>
      <div aria-live="polite" aria-busy={isPending} className="grid gap-6">
        {error && !isPending ? (
          <ErrorState title={t("failed")} onRetry={() => mutate({})}>
            {sentence(error)}
          </ErrorState>
        ) : null}
        {isPending && !data ? <Waiting label={t("checking")} /> : null}
        {data && !error ? (
          <>
            <Alert
              tone={fails > 0 ? "error" : warns > 0 ? "warning" : "success"}
              title={
                fails + warns > 0
                  ? t("findings", { fails, warns, both: fails > 0 && warns > 0 ? "yes" : "no" })
                  : t("allWell")
              }
            >
              {fails + warns > 1 ? `${t("findingsHelp")} ` : null}
              {t("checked", { time: format.dateTime(new Date(data.checkedAt), { timeStyle: "medium" }) })}
            </Alert>
            {lists.map(({ key, statuses }) => {
              const some = data.findings.filter(({ status }) =>
                (statuses as readonly string[]).includes(status),
              );
              return some.length > 0 ? <List key={key} title={t(key)} findings={some} /> : null;
            })}
          </>
        ) : null}
      </div>
    </div>
  );
}

function List({ title, findings }: { title: string; findings: Finding[] }) {
  const t = useTranslations("doctor");
  return (
    <section>
      <h2 className="border-b pb-2 font-semibold">{title}</h2>
      <ul className="divide-y">
        {findings.map(({ key, name, status, message, fix }) => (
          <li key={`${key} ${message}`} className="grid gap-1 py-3 sm:grid-cols-[9rem_1fr] sm:gap-4">
            <div className="flex flex-wrap items-center justify-between gap-2 sm:grid sm:content-start sm:justify-items-start">
              <h3 className="font-medium">{name}</h3>
              <Badge tone={tones[status]}>{t(`status_${status}`)}</Badge>
            </div>
            <div className="min-w-0 [overflow-wrap:anywhere]">
              <p>{message}</p>
              {fix ? <p className="mt-1 text-muted-foreground">{fix}</p> : null}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Waiting({ label }: { label: string }) {
  return (
    <div className="grid gap-3">
      <p className="text-muted-foreground">{label}</p>
      {[1, 2, 3, 4].map((row) => (
        <Skeleton key={row} className="h-12" />
      ))}
    </div>
  );
}
