"use client";

import { ChevronLeft, Search } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "use-intl";
import { ProjectMenu } from "@/components/projects/project-menu";
import { Button } from "@/components/ui/button";
import { language } from "@/lib/i18n";
import { getProject } from "@/lib/projects/contract";
import { formatPlainDate } from "@/lib/scene/dates";
import { usePalette } from "./palette-context";
import { placeOf, projectOf, tabs } from "./places";
import { useRead } from "./use-contract";

/** A project's name, its date, and from 768 px up its tabs; on a phone the tabs are at the foot. */
export function ProjectHeader({ projectId }: { projectId: string }) {
  const t = useTranslations("shell");
  const palette = usePalette();
  const here = projectOf(usePathname());
  const { data: project } = useRead(getProject, { params: { id: projectId } });
  if (!project) return null;
  return (
    <header className="sticky top-0 z-20 border-b bg-background md:static">
      <div className="flex items-center gap-2 px-2 py-1.5 md:px-8 md:pt-6 md:pb-1">
        <Button asChild variant="ghost" size="icon" className="md:hidden">
          <Link href="/dashboard" aria-label={t("backToProjects")}>
            <ChevronLeft aria-hidden />
          </Link>
        </Button>
        <div className="flex min-w-0 flex-1 flex-col md:flex-row md:items-baseline md:gap-3">
          <h1 className="truncate font-semibold md:text-lg">{project.name}</h1>
          {project.eventDate ? (
            <p className="truncate text-muted-foreground text-xs md:text-base">
              {formatPlainDate(project.eventDate, language)}
            </p>
          ) : null}
        </div>
        <ProjectMenu project={project} />
        <Button
          variant="ghost"
          size="icon"
          className="md:hidden"
          onClick={palette.show}
          aria-label={t("search")}
        >
          <Search aria-hidden />
        </Button>
      </div>
      <nav aria-label={t("tabs")} className="hidden gap-1 px-6 md:flex">
        {tabs.map((tab) => (
          <Link
            key={tab}
            href={placeOf(projectId, tab)}
            aria-current={here?.tab === tab ? "page" : undefined}
            className="relative px-2 py-2.5 font-medium text-muted-foreground transition-colors after:absolute after:inset-x-2 after:-bottom-px after:h-0.5 after:rounded-full hover:text-foreground aria-[current]:text-foreground aria-[current]:after:bg-primary pointer-coarse:min-h-11"
          >
            {t(tab)}
          </Link>
        ))}
      </nav>
    </header>
  );
}
