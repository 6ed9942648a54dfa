"use client";

import { ListChecks } from "lucide-react";
import Link from "next/link";
import { useEffect, useMemo } from "react";
import { useTranslations } from "use-intl";
import { eventsInput } from "@/components/guests/reads";
import { formsInput } from "@/components/home/reads";
import { LiveDot } from "@/components/shell/live-dot";
import { placeOf } from "@/components/shell/places";
import { SearchBox } from "@/components/shell/search-box";
import { useAddress } from "@/components/shell/use-address";
import { usePages, useRead, useSentence } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { listEvents } from "@/lib/events/contract";
import { listSubmissions } from "@/lib/rsvp/contract";
import { listForms, type RsvpForm } from "@/lib/rsvp/forms/contract";
import { AnswerSheet } from "./answer-sheet";
import { AnswersTable } from "./answers-table";
import { peopleOf } from "./people";
import { answersInput } from "./reads";
import { ChoiceTotals, EventTotals } from "./totals";

/** Answers counted on one screen at most; beyond it totals by choice would be guesses. */
const MOST = 2_000;

/** Every answer by guest and event, with the totals that a caterer asks for, growing while one looks. */
export function AnswersScreen({ projectId }: { projectId: string }) {
  const t = useTranslations("answers");
  const sentence = useSentence();
  const forms = useRead(listForms, formsInput(projectId));
  const form = forms.data?.data[0];
  if (forms.isError && !forms.data) {
    return (
      <ErrorState title={t("failed")} onRetry={() => void forms.refetch()} busy={forms.isFetching}>
        {sentence(forms.error)}
      </ErrorState>
    );
  }
  if (!forms.data) return <AnswersSkeleton />;
  if (!form) {
    return (
      <EmptyState
        icon={ListChecks}
        title={t("noFormTitle")}
        action={
          <Button asChild variant="primary">
            <Link href={placeOf(projectId, "invitation")}>{t("noFormAction")}</Link>
          </Button>
        }
      >
        {t("noFormText")}
      </EmptyState>
    );
  }
  return <FormAnswers projectId={projectId} form={form} />;
}

function FormAnswers({ projectId, form }: { projectId: string; form: RsvpForm }) {
  const t = useTranslations("answers");
  const sentence = useSentence();
  const { search, set } = useAddress();
  const q = search.get("q")?.trim().slice(0, 200) ?? "";
  const events = useRead(listEvents, eventsInput(projectId)).data?.data ?? [];
  const list = usePages(listSubmissions, answersInput(form.id, q));
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const loaded = list.rows.length;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && loaded < MOST) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, loaded, fetchNextPage]);
  const people = useMemo(() => peopleOf(list.rows), [list.rows]);
  const questions = form.questions.filter(({ type }) => type !== "attendance");
  const nothing = list.isSuccess && list.total === 0;
  return (
    <>
      <div className="grid gap-5 px-4 py-4 md:px-8">
        <EventTotals projectId={projectId} events={events} />
        {q || people.length === 0 ? null : (
          <ChoiceTotals people={people} questions={questions} complete={!hasNextPage} />
        )}
      </div>
      {nothing && !q ? (
        <EmptyState icon={ListChecks} title={t("emptyTitle")} className="pt-8">
          {t("emptyText")}
        </EmptyState>
      ) : (
        <>
          <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t px-4 py-3 md:px-8">
            <SearchBox
              label={t("search")}
              value={q}
              onChange={(next) => set({ q: next })}
              className="min-w-0 basis-full sm:w-64 sm:basis-auto"
            />
            <span className="flex items-center gap-4 text-muted-foreground text-sm tabular-nums">
              <span role="status">{t("total", { people: people.length, households: list.total })}</span>
              <LiveDot />
            </span>
          </div>
          {list.isError && !list.data ? (
            <ErrorState title={t("failed")} onRetry={() => void list.refetch()} busy={list.isFetching}>
              {sentence(list.error)}
            </ErrorState>
          ) : list.isPending ? (
            <AnswersSkeleton />
          ) : nothing ? (
            <EmptyState title={t("nobodyTitle")}>{t("nobodyText")}</EmptyState>
          ) : (
            <AnswersTable people={people} events={events} questions={questions} />
          )}
        </>
      )}
      <AnswerSheet projectId={projectId} events={events} questions={form.questions} />
    </>
  );
}

function AnswersSkeleton() {
  return (
    <div className="grid gap-px px-4 py-2 md:px-8">
      {["a", "b", "c", "d", "e", "f"].map((place) => (
        <div key={place} className="flex h-9 items-center gap-6 border-b">
          <Skeleton className="h-4 w-40" />
          <Skeleton className="h-4 w-24" />
          <Skeleton className="ml-auto h-4 w-24" />
        </div>
      ))}
    </div>
  );
}
