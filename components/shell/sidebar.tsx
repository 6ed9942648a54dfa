"use client";

import { LayoutGrid, Search } from "lucide-react";
import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { Kbd } from "@/components/ui/kbd";
import { listProjects } from "@/lib/projects/contract";
import { AccountMenu } from "./account-menu";
import { OrganizationMenu } from "./organization-menu";
import { usePalette } from "./palette-context";
import { placeOf, projectOf, roomOf } from "./places";
import { projectsInput } from "./reads";
import { useRead } from "./use-contract";
import { useRooms } from "./use-rooms";

const line =
  "flex h-8 min-w-0 items-center gap-2.5 rounded-md px-2 text-muted-foreground transition-colors hover:bg-accent-strong/60 hover:text-foreground aria-[current]:bg-accent-strong aria-[current]:font-medium aria-[current]:text-foreground pointer-coarse:h-11 [&_svg]:size-4 [&_svg]:shrink-0";

/** The slim column at the left from 768 px up: whose work it is, search, projects, oneself. */
export function Sidebar() {
  const t = useTranslations("shell");
  const palette = usePalette();
  const path = usePathname();
  const search = useSearchParams();
  const here = projectOf(path);
  const all = useRead(listProjects, projectsInput).data?.data ?? [];
  const current = all.find(({ id }) => id === here?.id);
  const organizationId = current?.organizationId ?? search.get("organization");
  const shown = useRooms(organizationId);
  const projects = all
    .filter((project) => !organizationId || project.organizationId === organizationId)
    .filter((project) => project.status !== "archived" || project.id === here?.id);
  return (
    <aside className="sticky top-0 hidden h-dvh w-58 shrink-0 flex-col gap-4 border-r bg-sidebar px-3 py-3 md:flex">
      <OrganizationMenu organizationId={organizationId} />
      <button
        type="button"
        onClick={palette.show}
        className="flex h-8 items-center gap-2.5 rounded-md border border-input bg-card px-2 text-muted-foreground shadow-xs transition-colors hover:border-muted-foreground/60 pointer-coarse:h-11"
      >
        <Search aria-hidden className="size-4" />
        <span className="flex-1 text-left">{t("search")}</span>
        <Kbd className="border-0 bg-accent">{t("paletteKeys")}</Kbd>
      </button>
      <nav aria-label={t("main")} className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto">
        <Link href="/dashboard" className={line} aria-current={path === "/dashboard" ? "page" : undefined}>
          <LayoutGrid aria-hidden />
          {t("allProjects")}
        </Link>
        {projects.length > 0 ? (
          <div className="grid gap-px">
            <h2 className="px-2 pb-1 text-muted-foreground text-xs">{t("projects")}</h2>
            {projects.slice(0, 30).map((project) => (
              <Link
                key={project.id}
                href={placeOf(project.id)}
                aria-current={project.id === here?.id ? "true" : undefined}
                className={line}
              >
                <span className="truncate">{project.name}</span>
              </Link>
            ))}
          </div>
        ) : null}
      </nav>
      <nav aria-label={t("organization")} className="grid gap-px">
        {shown.map(({ name, icon: Icon }) => (
          <Link
            key={name}
            href={roomOf(name, organizationId)}
            aria-current={path === `/dashboard/${name}` ? "page" : undefined}
            className={line}
          >
            <Icon aria-hidden />
            {t(name)}
          </Link>
        ))}
      </nav>
      <AccountMenu className={cn(line, "-mb-1")} />
    </aside>
  );
}
