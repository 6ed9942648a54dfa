"use client";

import { ChevronsUpDown } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { Avatar } from "@/components/ui/avatar";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Mark } from "./mark";
import { usePerson } from "./person";

/** Whose projects are shown; with one organization it is a name, with several a switcher. */
export function OrganizationMenu({ organizationId }: { organizationId: string | null }) {
  const t = useTranslations("shell");
  const router = useRouter();
  const organizations = usePerson().memberships;
  const only = organizations.length === 1 ? organizations[0] : undefined;
  const current = organizations.find((one) => one.organizationId === organizationId) ?? only;
  const name = current?.name ?? (organizations.length > 0 ? t("allOrganizations") : t("noOrganization"));
  const face = (
    <>
      {current ? (
        <Avatar name={current.name} square />
      ) : (
        <span className="grid size-6 place-items-center text-primary">
          <Mark className="size-5" />
        </span>
      )}
      <span className="min-w-0 flex-1 truncate text-left font-semibold">{name}</span>
    </>
  );
  if (organizations.length < 2) {
    return <div className="flex h-8 items-center gap-2.5 px-1">{face}</div>;
  }
  return (
    <DropdownMenu>
      <DropdownMenuTrigger className="flex h-8 items-center gap-2.5 rounded-md px-1 transition-colors hover:bg-accent-strong/60 aria-expanded:bg-accent-strong/60 pointer-coarse:h-11">
        {face}
        <ChevronsUpDown aria-hidden className="size-3.5 text-muted-foreground" />
        <span className="sr-only">{t("organization")}</span>
      </DropdownMenuTrigger>
      <DropdownMenuContent className="w-56">
        <DropdownMenuLabel>{t("organization")}</DropdownMenuLabel>
        <DropdownMenuRadioGroup
          value={organizationId ?? ""}
          onValueChange={(id) => router.push(id ? `/dashboard?organization=${id}` : "/dashboard")}
        >
          <DropdownMenuRadioItem value="">{t("allOrganizations")}</DropdownMenuRadioItem>
          {organizations.map((organization) => (
            <DropdownMenuRadioItem key={organization.organizationId} value={organization.organizationId}>
              <Avatar name={organization.name} square className="size-5" />
              <span className="truncate">{organization.name}</span>
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
