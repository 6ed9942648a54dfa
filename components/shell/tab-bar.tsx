"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "use-intl";
import { placeOf, projectOf, tabIcons, tabs } from "./places";

/** A project's tabs at the foot of a phone, under the thumb. */
export function TabBar() {
  const t = useTranslations("shell");
  const here = projectOf(usePathname());
  if (!here) return null;
  return (
    <nav
      aria-label={t("tabs")}
      className="fixed inset-x-0 bottom-0 z-30 grid grid-cols-5 border-t bg-background pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {tabs.map((tab) => {
        const Icon = tabIcons[tab];
        return (
          <Link
            key={tab}
            href={placeOf(here.id, tab)}
            aria-current={here.tab === tab ? "page" : undefined}
            className="flex h-14 flex-col items-center justify-center gap-1 text-[11px] text-muted-foreground leading-none transition-colors focus-visible:-outline-offset-2 aria-[current]:font-medium aria-[current]:text-primary"
          >
            <Icon aria-hidden className="size-5" strokeWidth={1.75} />
            {t(tab)}
          </Link>
        );
      })}
    </nav>
  );
}
