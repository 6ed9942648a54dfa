"use client";

import { BookOpen, LogOut, ScrollText, Stethoscope, UserRound } from "lucide-react";
import { useRouter } from "next/navigation";
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
import { usePerson } from "./person";
import { type Theme, themes, useTheme } from "./theme";
import { useSignOut } from "./use-sign-out";

/** Oneself: appearance and the way out. `compact` shows the face alone, for the phone's top bar. */
export function AccountMenu({ className, compact }: { className?: string; compact?: boolean }) {
  const t = useTranslations("shell");
  const person = usePerson();
  const { theme, choose } = useTheme();
  const signOut = useSignOut();
  const router = useRouter();
  const name = person.name || person.email;
  return (
    <DropdownMenu>
      <DropdownMenuTrigger className={className} aria-label={compact ? t("account") : undefined}>
        <Avatar name={name} className={compact ? "size-7" : undefined} />
        {compact ? null : <span className="min-w-0 flex-1 truncate text-left">{name}</span>}
      </DropdownMenuTrigger>
      <DropdownMenuContent
        className="w-56"
        side={compact ? "bottom" : "top"}
        align={compact ? "end" : "start"}
      >
        <DropdownMenuLabel className="truncate">{person.email}</DropdownMenuLabel>
        <DropdownMenuItem onSelect={() => router.push("/account")}>
          <UserRound aria-hidden />
          {t("profile")}
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => router.push("/docs/api")}>
          <BookOpen aria-hidden />
          {t("reference")}
        </DropdownMenuItem>
        {person.staff ? (
          <>
            <DropdownMenuItem onSelect={() => router.push("/admin/doctor")}>
              <Stethoscope aria-hidden />
              {t("installation")}
            </DropdownMenuItem>
            <DropdownMenuItem onSelect={() => router.push("/admin/audit")}>
              <ScrollText aria-hidden />
              {t("installationLog")}
            </DropdownMenuItem>
          </>
        ) : null}
        <DropdownMenuSeparator />
        <DropdownMenuLabel>{t("theme")}</DropdownMenuLabel>
        <DropdownMenuRadioGroup value={theme} onValueChange={(value) => choose(value as Theme)}>
          {themes.map((one) => (
            <DropdownMenuRadioItem key={one} value={one} onSelect={(event) => event.preventDefault()}>
              {t(`theme_${one}`)}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={() => signOut()}>
          <LogOut aria-hidden />
          {t("signOut")}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
