"use client";

import { Braces } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuGroup,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Popover, PopoverAnchor, PopoverContent } from "@/components/ui/popover";
import { type FieldName, fieldNames } from "@/lib/scene/fields";
import { printText } from "@/lib/scene/text";
import { MergeFallback } from "./merge-fallback";

const groups = ["guest", "household", "event", "project", "invite"] as const;

/** Fields that a guest or an event need not have: what stands there then is asked for. */
const mayMiss = new Set<FieldName>([
  "guest.lastName",
  "event.endsAt",
  "event.venueName",
  "event.address",
  "event.dressCode",
  "event.rsvpDeadline",
  "project.eventDate",
]);

/** The fields that a text can be merged with, by their names in words. */
export function MergeMenu({
  onInsert,
  without = [],
}: {
  /** Gets the field as it is typed, `{{guest.lastName|friend}}`. */
  onInsert: (piece: string) => void;
  without?: FieldName[];
}) {
  const t = useTranslations("messages");
  const [asked, setAsked] = useState<FieldName | null>(null);
  const insert = (field: FieldName, fallback: string) => {
    setAsked(null);
    onInsert(printText([{ field, fallback }]));
  };
  return (
    <Popover open={asked !== null} onOpenChange={(open) => open || setAsked(null)}>
      <DropdownMenu>
        <PopoverAnchor asChild>
          <DropdownMenuTrigger asChild>
            <Button variant="ghost" size="sm" className="-my-1 h-6 px-1.5 text-muted-foreground">
              <Braces aria-hidden />
              {t("mergeInsert")}
            </Button>
          </DropdownMenuTrigger>
        </PopoverAnchor>
        <DropdownMenuContent
          align="end"
          className="max-h-80 w-60"
          // The caret goes back into the text, not to this button.
          onCloseAutoFocus={(event) => event.preventDefault()}
        >
          {groups.map((group) => {
            const fields = fieldNames.filter(
              (name) => name.startsWith(`${group}.`) && !without.includes(name),
            );
            if (fields.length === 0) return null;
            return (
              <DropdownMenuGroup key={group} aria-label={t(`mergeGroup_${group}`)}>
                <DropdownMenuLabel>{t(`mergeGroup_${group}`)}</DropdownMenuLabel>
                {fields.map((name) => (
                  <DropdownMenuItem
                    key={name}
                    onSelect={() => (mayMiss.has(name) ? setAsked(name) : insert(name, ""))}
                  >
                    {t(`merge_${name.replace(".", "_")}` as "merge_guest_firstName")}
                  </DropdownMenuItem>
                ))}
              </DropdownMenuGroup>
            );
          })}
        </DropdownMenuContent>
      </DropdownMenu>
      <PopoverContent align="end" className="w-72" onCloseAutoFocus={(event) => event.preventDefault()}>
        {asked ? (
          <MergeFallback
            name={t(`merge_${asked.replace(".", "_")}` as "merge_guest_firstName")}
            onDone={(fallback) => insert(asked, fallback)}
          />
        ) : null}
      </PopoverContent>
    </Popover>
  );
}
