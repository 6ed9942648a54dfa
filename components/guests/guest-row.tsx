"use client";

import type { MouseEvent } from "react";
import { useTranslations } from "use-intl";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import type { Guest } from "@/lib/guests/contract";
import { nameOf } from "./names";
import { Status } from "./status";

/** The columns that rows and their heading share. */
export const columns = (className: string) =>
  cn(
    "grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 md:grid-cols-[minmax(0,1.5fr)_9rem_minmax(0,1fr)_minmax(0,1.3fr)_minmax(0,1fr)]",
    className,
  );

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
    // biome-ignore lint/a11y/useSemanticElements: rows of a virtual list cannot be tr elements
    <div
      role="row"
      aria-rowindex={index + 2}
      data-index={index}
      className={columns(
        cn(
          "relative h-15 border-b px-4 transition-colors hover:bg-accent md:h-9 md:px-8",
          isCurrent && "bg-primary-wash hover:bg-primary-wash",
        ),
      )}
    >
      <span role="cell" className="min-w-0">
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
      </span>
      <span role="cell" className="text-sm">
        <Status status={guest.rsvpStatus} />
      </span>
      <span role="cell" className="hidden truncate text-muted-foreground md:block">
        {household}
      </span>
      <span role="cell" className="hidden truncate text-muted-foreground md:block">
        {contact ?? <span className="text-warning">{t("noContact")}</span>}
      </span>
      <span role="cell" className="hidden min-w-0 items-center gap-1 overflow-hidden md:flex">
        {guest.tags.slice(0, 3).map((tag) => (
          <Badge key={tag} className="shrink">
            <span className="truncate">{tag}</span>
          </Badge>
        ))}
        {guest.tags.length > 3 ? <Badge>{t("moreTags", { count: guest.tags.length - 3 })}</Badge> : null}
      </span>
    </div>
  );
}
