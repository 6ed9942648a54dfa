"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { nameOf } from "@/components/guests/names";
import { Status } from "@/components/guests/status";
import { Ago } from "@/components/shell/ago";
import { placeOf } from "@/components/shell/places";
import { useAddress } from "@/components/shell/use-address";
import { useRead, useSentence } from "@/components/shell/use-contract";
import { useNarrow } from "@/components/shell/use-narrow";
import { ErrorState } from "@/components/ui/error-state";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { Skeleton } from "@/components/ui/skeleton";
import type { Event } from "@/lib/events/contract";
import type { Output } from "@/lib/http/endpoint";
import { getSubmission } from "@/lib/rsvp/contract";
import type { Question } from "@/lib/rsvp/forms/contract";
import { answerText } from "./people";

type Detail = Output<typeof getSubmission>;

/** One household's answer, with everything that was ever said in it. */
export function AnswerSheet({
  projectId,
  events,
  questions,
}: {
  projectId: string;
  events: Event[];
  questions: Question[];
}) {
  const t = useTranslations("answers");
  const c = useTranslations("common");
  const sentence = useSentence();
  const narrow = useNarrow();
  const { search, set } = useAddress();
  const id = search.get("answer");
  const read = useRead(getSubmission, { params: { id: id ?? "" } }, { enabled: Boolean(id), keep: true });
  const answer = read.data;
  return (
    <Sheet open={Boolean(id)} modal={narrow} onOpenChange={(open) => open || set({ answer: null }, "push")}>
      <SheetContent
        onInteractOutside={(event) => narrow || event.preventDefault()}
        title={answer ? answer.householdName : <Skeleton className="h-5 w-40" label={c("loading")} />}
        description={
          answer ? (
            <>
              {t("answered")} <Ago at={answer.submittedAt} />
              {answer.source === "guest" ? null : ` · ${t(`source_${answer.source}`)}`}
            </>
          ) : (
            <Skeleton className="mt-1 h-4 w-24" />
          )
        }
      >
        {read.isError && !answer ? (
          <ErrorState title={t("failedOne")} onRetry={() => void read.refetch()} className="py-8">
            {sentence(read.error)}
          </ErrorState>
        ) : answer ? (
          <AnswerDetail projectId={projectId} answer={answer} events={events} questions={questions} />
        ) : (
          <div className="grid gap-3">
            <Skeleton className="h-5 w-1/2" />
            <Skeleton className="h-5 w-2/3" />
            <Skeleton className="h-5 w-1/3" />
          </div>
        )}
      </SheetContent>
    </Sheet>
  );
}

function AnswerDetail({
  projectId,
  answer,
  events,
  questions,
}: {
  projectId: string;
  answer: Detail;
  events: Event[];
  questions: Question[];
}) {
  const t = useTranslations("answers");
  const shared = answer.answers.filter(({ guestId }) => guestId === null);
  return (
    <div className="grid gap-6">
      {answer.message ? (
        <blockquote className="whitespace-pre-wrap border-l-2 border-primary pl-3 italic">
          {answer.message}
        </blockquote>
      ) : null}
      {answer.responses.map((person) => {
        const own = answer.answers.filter(({ guestId }) => guestId === person.guestId);
        return (
          <section key={person.guestId} className="grid gap-1.5">
            <h3 className="font-medium">
              <Link
                href={`${placeOf(projectId, "guests")}?guest=${person.guestId}`}
                className="rounded-sm hover:underline"
              >
                {nameOf(person)}
              </Link>
            </h3>
            <dl className="grid gap-1">
              {events
                .filter(({ id }) => person.attendance[id])
                .map((event) => (
                  <div key={event.id} className="flex items-baseline justify-between gap-4">
                    <dt className="truncate text-muted-foreground">{event.name}</dt>
                    <dd>
                      <Status status={person.attendance[event.id] ?? "pending"} />
                    </dd>
                  </div>
                ))}
              {own.map((one) => (
                <Answered key={`${one.questionId} ${one.question}`} answer={one} questions={questions} />
              ))}
            </dl>
          </section>
        );
      })}
      {shared.length > 0 ? (
        <section>
          <h3 className="mb-1 font-medium">{t("household")}</h3>
          <dl className="grid gap-1">
            {shared.map((one) => (
              <Answered key={`${one.questionId} ${one.question}`} answer={one} questions={questions} />
            ))}
          </dl>
        </section>
      ) : null}
      {answer.revisions.length > 1 ? (
        <section>
          <h3 className="mb-1 font-medium">{t("history")}</h3>
          <ol className="grid gap-1 text-muted-foreground text-sm">
            {answer.revisions.map((revision) => (
              <li key={revision.number} className="flex justify-between gap-4">
                <span>
                  {t("revision", { number: revision.number })}
                  {revision.source === "guest" ? null : ` · ${t(`source_${revision.source}`)}`}
                </span>
                <Ago at={revision.at} />
              </li>
            ))}
          </ol>
        </section>
      ) : null}
    </div>
  );
}

/** A question as it was worded then, and what was answered. */
function Answered({ answer, questions }: { answer: Detail["answers"][number]; questions: Question[] }) {
  const t = useTranslations("answers");
  const question = questions.find(({ id }) => id === answer.questionId);
  return (
    <div className="flex items-baseline justify-between gap-4">
      <dt className="text-muted-foreground">{answer.question}</dt>
      <dd className="min-w-0 break-words text-right">
        {answerText(answer.value, question, { yes: t("yes"), no: t("no") })}
      </dd>
    </div>
  );
}
