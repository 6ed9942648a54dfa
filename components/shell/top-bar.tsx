"use client";

import { Search } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { AccountMenu } from "./account-menu";
import { OrganizationMenu } from "./organization-menu";
import { usePalette } from "./palette-context";

/** The top of a phone outside of a project: whose work it is, search, oneself. */
export function TopBar() {
  const t = useTranslations("shell");
  const palette = usePalette();
  const search = useSearchParams();
  return (
    <header className="sticky top-0 z-20 flex h-14 items-center gap-1 border-b bg-background px-3 md:hidden">
      <div className="min-w-0 flex-1 [&>button]:w-full">
        <OrganizationMenu compact organizationId={search.get("organization")} />
      </div>
      <Button variant="ghost" size="icon" onClick={palette.show} aria-label={t("search")}>
        <Search aria-hidden />
      </Button>
      <AccountMenu compact className="grid size-11 place-items-center rounded-md hover:bg-accent" />
    </header>
  );
}
