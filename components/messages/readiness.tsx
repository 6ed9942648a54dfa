"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { placeOf } from "@/components/shell/places";
import { useSentence } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Skeleton } from "@/components/ui/skeleton";
import type { ProblemError } from "@/lib/http/client";
import type { Output } from "@/lib/http/endpoint";
import type { Check, getReadiness } from "@/lib/messaging/readiness/contract";

const looks = {
  pass: { icon: CircleCheck, color: "text-success" },
  warn: { icon: TriangleAlert, color: "text-warning" },
  fail: { icon: CircleAlert, color: "text-destructive" },
} as const;

/** Where the fix of a check is made, for those that are not made on this page. */
const fixes: Partial<Record<Check["key"], "guests" | "invitation" | "overview">> = {
  audience: "guests",
  excluded: "guests",
  site: "invitation",
  form: "invitation",
};

/** What stands in the way, with the way to each fix; what is all right is one line. */
export function Readiness({
  projectId,
  read,
}: {
  projectId: string;
  read: UseQueryResult<Output<typeof getReadiness>, ProblemError>;
}) {
  const t = useTranslations("messages");
  const sentence = useSentence();
  if (read.isError && !read.data) {
    return (
      <p role="alert" className="text-muted-foreground">
        {sentence(read.error)}{" "}
        <Button variant="link" size="inline" onClick={() => void read.refetch()}>
          {t("readinessRetry")}
        </Button>
      </p>
    );
  }
  if (!read.data) return <Skeleton className="h-20 w-full" />;
  const open = read.data.checks.filter(({ status }) => status === "warn" || status === "fail");
  const passed = read.data.checks.filter(({ status }) => status === "pass").length;
  return (
    <section aria-labelledby="readiness" className="rounded-md border px-4 py-3">
      <h2 id="readiness" className="sr-only">
        {t("readiness")}
      </h2>
      <ul className="grid gap-2">
        {open.map((check) => (
          <Line key={`${check.step} ${check.key}`} check={check} projectId={projectId} />
        ))}
        {open.length === 0 || passed > 0 ? (
          <li className="flex gap-2.5 text-muted-foreground">
            <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-success" />
            {read.data.ready && open.length === 0 ? t("ready") : t("checksPassed", { count: passed })}
          </li>
        ) : null}
      </ul>
    </section>
  );
}

function Line({ check, projectId }: { check: Check; projectId: string }) {
  const t = useTranslations("messages");
  const { icon: Icon, color } = looks[check.status === "fail" ? "fail" : "warn"];
  const place = fixes[check.key];
  return (
    <li className="flex gap-2.5">
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", color)} />
      <span className="min-w-0 flex-1">
        {check.message}
        {check.fix ? <span className="block text-muted-foreground text-sm">{check.fix}</span> : null}
      </span>
      {place ? (
        <Button asChild size="sm" className="shrink-0">
          <Link href={placeOf(projectId, place)}>{t(`fix_${place}`)}</Link>
        </Button>
      ) : null}
    </li>
  );
}
