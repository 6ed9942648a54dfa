"use client";

import { Laptop, type LucideIcon, Smartphone, SquareTerminal, Tablet } from "lucide-react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { Ago } from "@/components/shell/ago";
import { Section } from "@/components/shell/section";
import { useRead, useSentence, useWrite } from "@/components/shell/use-contract";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { endOtherSessions, endSession, listSessions, type Session } from "@/lib/auth/sessions/contract";
import { sessionsInput } from "./reads";

const signs: Record<Session["device"]["kind"], LucideIcon> = {
  desktop: Laptop,
  mobile: Smartphone,
  tablet: Tablet,
  program: SquareTerminal,
};

/** Every device that is signed in, and the way to end each, or all others at once. */
export function Sessions() {
  const t = useTranslations("account");
  const sentence = useSentence();
  const read = useRead(listSessions, sessionsInput);
  const rest = useWrite(endOtherSessions, {
    refresh: [listSessions],
    onSuccess: ({ ended }) => toast.success(t("endedOthers", { count: ended })),
  });
  return (
    <Section
      title={t("sessions")}
      help={t("sessionsHelp")}
      action={
        (read.data?.total ?? 0) > 1 ? (
          <Button busy={rest.isPending} onClick={() => rest.mutate({})}>
            {t("endOthers")}
          </Button>
        ) : null
      }
    >
      {read.isError && !read.data ? (
        <ErrorState title={t("sessionsFailed")} onRetry={() => void read.refetch()} busy={read.isFetching}>
          {sentence(read.error)}
        </ErrorState>
      ) : read.isPending ? (
        <Skeleton className="h-14" />
      ) : (
        <ul className="border-t">
          {read.data.data.map((session) => (
            <SessionLine key={session.id} session={session} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function SessionLine({ session }: { session: Session }) {
  const t = useTranslations("account");
  const { kind, browser, system } = session.device;
  const Sign = signs[kind];
  const device = browser && system ? t("onSystem", { browser, system }) : (browser ?? system ?? t("program"));
  const end = useWrite(endSession, {
    refresh: [listSessions],
    onSuccess: () => toast.success(t("ended", { device })),
  });
  return (
    <li className="flex min-h-14 items-center gap-3 border-b py-2 last:border-0">
      <Sign aria-hidden className="size-4 shrink-0 text-muted-foreground" />
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-2">
          <span className="truncate font-medium">{device}</span>
          {session.current ? <Badge tone="green">{t("here")}</Badge> : null}
        </span>
        <span className="block truncate text-muted-foreground text-sm">
          {session.place ? `${session.place}, ` : null}
          {t("seen")} <Ago at={session.lastSeenAt} />, {t("signedIn").toLocaleLowerCase()}{" "}
          <Ago at={session.createdAt} />
        </span>
      </span>
      {session.current ? null : (
        <Button
          size="sm"
          variant="ghost"
          busy={end.isPending}
          aria-label={t("endOf", { device })}
          onClick={() => end.mutate({ params: { id: session.id } })}
        >
          {t("end")}
        </Button>
      )}
    </li>
  );
}
