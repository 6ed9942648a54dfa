"use client";

import { FolderPlus, Plus } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "use-intl";
import { eventsInput } from "@/components/guests/reads";
import { useFigures } from "@/components/home/use-figures";
import { placeOf } from "@/components/shell/places";
import { projectsInput } from "@/components/shell/reads";
import { useAddress } from "@/components/shell/use-address";
import { useRead, useSentence } from "@/components/shell/use-contract";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Progress } from "@/components/ui/progress";
import { Skeleton } from "@/components/ui/skeleton";
import { listEvents } from "@/lib/events/contract";
import { language } from "@/lib/i18n";
import { listProjects, type Project } from "@/lib/projects/contract";
import { formatDay, formatPlainDate } from "@/lib/scene/dates";
import { daysUntil } from "./moments";
import { NewProject } from "./new-project";
import { ProjectMenu } from "./project-menu";
import { ProjectShelf } from "./project-shelf";
import { RunningJobs } from "./running-jobs";

/** Every project of the chosen organization, the next occasion first. */
export function ProjectList() {
  const t = useTranslations("projects");
  const sentence = useSentence();
  const { search, set } = useAddress();
  const read = useRead(listProjects, projectsInput);
  const organization = search.get("organization");
  const all = (read.data?.data ?? [])
    .filter((project) => !organization || project.organizationId === organization)
    .sort(byDate);
  const projects = all.filter(({ status }) => status !== "archived");
  const add = (
    <Button variant="primary" onClick={() => set({ new: "project" }, "push")}>
      <Plus aria-hidden />
      {t("new")}
    </Button>
  );
  return (
    <>
      <header className="flex items-center justify-between gap-4 px-4 pt-5 pb-4 md:px-8 md:pt-6">
        <h1 className="font-semibold text-lg">{t("title")}</h1>
        {projects.length > 0 ? add : null}
      </header>
      <RunningJobs organizationId={organization} />
      {read.isError && !read.data ? (
        <ErrorState title={t("failed")} onRetry={() => void read.refetch()} busy={read.isFetching}>
          {sentence(read.error)}
        </ErrorState>
      ) : read.isPending ? (
        <ListSkeleton />
      ) : projects.length === 0 ? (
        <EmptyState icon={FolderPlus} title={t("emptyTitle")} action={add} className="py-24">
          {t("emptyText")}
        </EmptyState>
      ) : (
        <div className="px-4 pb-8 md:px-8">
          <div
            aria-hidden
            className={line("hidden h-9 items-center border-b text-muted-foreground text-sm md:grid")}
          >
            <span>{t("columnProject")}</span>
            <span>{t("columnDate")}</span>
            <span className="text-right">{t("columnGuests")}</span>
            <span>{t("columnAnswered")}</span>
            <span>{t("columnDeadline")}</span>
          </div>
          <ul>
            {projects.map((project) => (
              <ProjectLine key={project.id} project={project} />
            ))}
          </ul>
        </div>
      )}
      <ProjectShelf
        archived={all.filter(({ status }) => status === "archived")}
        organizationId={organization}
      />
      <NewProject />
    </>
  );
}

const line = (className: string) =>
  cn(
    "md:grid-cols-[minmax(0,2fr)_minmax(0,1.2fr)_4rem_minmax(0,1.2fr)_minmax(0,1fr)_2rem] md:gap-x-6",
    className,
  );

/** What is ahead comes first, the nearest on top; then what has no date; then what is over. */
function byDate(a: Project, b: Project): number {
  const rank = (project: Project) =>
    project.eventDate === null ? 1 : daysUntil(project.eventDate) >= 0 ? 0 : 2;
  const [left, right] = [rank(a), rank(b)];
  if (left !== right) return left - right;
  const order = (a.eventDate ?? "").localeCompare(b.eventDate ?? "");
  return left === 2 ? -order : order || b.createdAt.localeCompare(a.createdAt);
}

function ProjectLine({ project }: { project: Project }) {
  const t = useTranslations("projects");
  const format = useFormatter();
  const figures = useFigures(project.id);
  const events = useRead(listEvents, eventsInput(project.id)).data?.data;
  const days = project.eventDate ? daysUntil(project.eventDate) : 0;
  const now = Date.now();
  const deadline = events
    ?.filter((event) => event.rsvpDeadline && Date.parse(event.rsvpDeadline) > now)
    .sort((a, b) => (a.rsvpDeadline ?? "").localeCompare(b.rsvpDeadline ?? ""))[0];
  return (
    <li
      className={line(
        "relative grid items-center gap-y-1 border-b py-3 transition-colors last:border-0 hover:bg-accent max-md:-mx-4 max-md:px-4 md:min-h-14 md:py-2",
      )}
    >
      <span className="flex min-w-0 items-center gap-2 max-md:pr-11">
        <Link
          href={placeOf(project.id)}
          className="truncate rounded-sm font-medium after:absolute after:inset-0"
        >
          {project.name}
        </Link>
        <Badge className="shrink-0">{t(`kind_${project.kind}`)}</Badge>
      </span>
      <span className="truncate text-muted-foreground" suppressHydrationWarning>
        {project.eventDate ? (
          <>
            <span className="md:block md:truncate">{formatPlainDate(project.eventDate, language)}</span>{" "}
            <span className="text-sm md:block" suppressHydrationWarning>
              {days < 0 ? t("daysAgo", { days: -days }) : t("inDays", { days })}
            </span>
          </>
        ) : (
          t("noDate")
        )}
      </span>
      <span className="hidden text-right tabular-nums md:block">{format.number(project.guestCount)}</span>
      {project.guestCount === 0 ? (
        <span className="text-muted-foreground text-sm">{t("noGuests")}</span>
      ) : figures ? (
        <span className="grid gap-1.5">
          <span className="text-sm tabular-nums">
            {t("answeredOf", { answered: figures.answered, invited: figures.invited })}
          </span>
          <Progress
            value={figures.answered}
            max={figures.invited}
            label={t("answeredLabel", { answered: figures.answered, invited: figures.invited })}
            className="max-w-48"
          />
        </span>
      ) : (
        <span className="grid gap-1.5">
          <Skeleton className="h-5 w-20" />
          <Skeleton className="h-1.5 w-full max-w-48" />
        </span>
      )}
      <span className="text-muted-foreground max-md:text-sm">
        {deadline?.rsvpDeadline ? (
          <>
            <span className="md:hidden">{t("columnDeadline")} </span>
            {formatDay(deadline.rsvpDeadline, deadline.timezone, language)}
          </>
        ) : null}
      </span>
      <ProjectMenu project={project} className="max-md:absolute max-md:top-1.5 max-md:right-2 md:relative" />
    </li>
  );
}

/** The list's shape while it is on its way. */
export function ListSkeleton() {
  return (
    <div className="grid gap-px px-4 md:px-8">
      {["a", "b", "c"].map((place) => (
        <div key={place} className="flex h-14 items-center gap-6 border-b">
          <Skeleton className="h-4 w-48" />
          <Skeleton className="hidden h-4 w-40 md:block" />
          <Skeleton className="ml-auto h-4 w-24" />
        </div>
      ))}
    </div>
  );
}
