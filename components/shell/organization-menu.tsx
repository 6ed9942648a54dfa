"use client";

import { ChevronsUpDown, Plus } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Avatar } from "@/components/ui/avatar";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Mark } from "./mark";
import { NewOrganization } from "./new-organization";
import { usePerson } from "./person";
import { roomOf, rooms } from "./places";
import { useRooms } from "./use-rooms";

/** Whose work is shown, and the way to another's. `compact` holds the organization's pages too, for the phone. */
export function OrganizationMenu({
  organizationId,
  compact,
}: {
  organizationId: string | null;
  compact?: boolean;
}) {
  const t = useTranslations("shell");
  const router = useRouter();
  const path = usePathname();
  const [isCreating, setCreating] = useState(false);
  const organizations = usePerson().memberships;
  const pages = useRooms(organizationId);
  const only = organizations.length === 1 ? organizations[0] : undefined;
  const current = organizations.find((one) => one.organizationId === organizationId) ?? only;
  const name = current?.name ?? (organizations.length > 0 ? t("allOrganizations") : t("noOrganization"));
  const room = rooms.find((one) => path === `/dashboard/${one.name}`);
  const show = (id: string) =>
    router.push(room ? roomOf(room.name, id) : id ? `/dashboard?organization=${id}` : "/dashboard");
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger className="flex h-8 items-center gap-2.5 rounded-md px-1 transition-colors hover:bg-accent-strong/60 aria-expanded:bg-accent-strong/60 pointer-coarse:h-11">
          {current ? (
            <Avatar name={current.name} square />
          ) : (
            <span className="grid size-6 place-items-center text-primary">
              <Mark className="size-5" />
            </span>
          )}
          <span className="min-w-0 flex-1 truncate text-left font-semibold">{name}</span>
          <ChevronsUpDown aria-hidden className="size-3.5 text-muted-foreground" />
          <span className="sr-only">{t("organization")}</span>
        </DropdownMenuTrigger>
        <DropdownMenuContent className="w-56">
          {compact && pages.length > 0 ? (
            <>
              {pages.map(({ name: page, icon: Icon }) => (
                <DropdownMenuItem key={page} onSelect={() => router.push(roomOf(page, organizationId))}>
                  <Icon aria-hidden />
                  {t(page)}
                </DropdownMenuItem>
              ))}
              <DropdownMenuSeparator />
            </>
          ) : null}
          {organizations.length > 1 ? (
            <>
              <DropdownMenuLabel>{t("organization")}</DropdownMenuLabel>
              <DropdownMenuRadioGroup
                value={room ? (current?.organizationId ?? "") : (organizationId ?? "")}
                onValueChange={show}
              >
                {room ? null : (
                  <DropdownMenuRadioItem value="">{t("allOrganizations")}</DropdownMenuRadioItem>
                )}
                {organizations.map((organization) => (
                  <DropdownMenuRadioItem
                    key={organization.organizationId}
                    value={organization.organizationId}
                  >
                    <Avatar name={organization.name} square className="size-5" />
                    <span className="truncate">{organization.name}</span>
                  </DropdownMenuRadioItem>
                ))}
              </DropdownMenuRadioGroup>
              <DropdownMenuSeparator />
            </>
          ) : null}
          <DropdownMenuItem onSelect={() => setCreating(true)}>
            <Plus aria-hidden />
            {t("newOrganization")}
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <NewOrganization open={isCreating} onOpenChange={setCreating} />
    </>
  );
}
