"use client";

import type { MouseEvent } from "react";
import { useTranslations } from "use-intl";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import type { Guest } from "@/lib/guests/contract";
import { nameOf } from "./names";
import { Status } from "./status";

/** One guest: a link over the whole row, whose plain click opens the sheet in place. */
export function GuestRow({
  guest,
  index,
  household,
  href,
  tabbable,
  isCurrent,
  onOpen,
  onFocus,
}: {
  guest: Guest;
  index: number;
  household: string | undefined;
  href: string;
  tabbable: boolean;
  isCurrent: boolean;
  onOpen: () => void;
  onFocus: () => void;
}) {
  const t = useTranslations("guests");
  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onOpen();
  };
  const contact = guest.email ?? guest.phone;
  return (
    <tr
      aria-rowindex={index + 2}
      data-index={index}
      className={cn(
        "relative h-15 border-b transition-colors hover:bg-accent md:h-9 [&>td]:px-2 [&>td]:first:pl-4 [&>td]:last:pr-4 md:[&>td]:first:pl-8 md:[&>td]:last:pr-8",
        isCurrent && "bg-primary-wash hover:bg-primary-wash",
      )}
    >
      <td>
        <a
          href={href}
          tabIndex={tabbable ? 0 : -1}
          aria-current={isCurrent ? "true" : undefined}
          onClick={open}
          onFocus={onFocus}
          className="block truncate rounded-sm font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-primary focus-visible:after:-outline-offset-2"
        >
          {nameOf(guest)}
        </a>
        <span className="block truncate text-muted-foreground text-sm md:hidden">
          {household || contact || t("noContact")}
        </span>
      </td>
      <td className="max-md:pr-4! max-md:text-right">
        <Status status={guest.rsvpStatus} />
      </td>
      <td className="truncate text-muted-foreground max-md:hidden">{household}</td>
      <td className="truncate text-muted-foreground max-md:hidden">
        {contact ?? <span className="text-warning">{t("noContact")}</span>}
      </td>
      <td className="max-md:hidden">
        <span className="flex items-center gap-1 overflow-hidden">
          {guest.tags.slice(0, 3).map((tag) => (
            <Badge key={tag} className="min-w-0 shrink">
              <span className="truncate">{tag}</span>
            </Badge>
          ))}
          {guest.tags.length > 3 ? <Badge>{t("moreTags", { count: guest.tags.length - 3 })}</Badge> : null}
        </span>
      </td>
    </tr>
  );
}
