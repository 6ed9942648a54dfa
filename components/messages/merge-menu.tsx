"use client";

import { Braces } from "lucide-react";
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
import { type FieldName, fieldNames } from "@/lib/scene/fields";

const groups = ["guest", "household", "event", "project", "invite"] as const;

/** The fields that a text can be merged with, by their names in words. */
export function MergeMenu({
  onInsert,
  without = [],
}: {
  onInsert: (field: FieldName) => void;
  without?: FieldName[];
}) {
  const t = useTranslations("messages");
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="sm" className="-my-1 h-6 px-1.5 text-muted-foreground">
          <Braces aria-hidden />
          {t("mergeInsert")}
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent
        align="end"
        className="max-h-80 w-60"
        // The caret goes back into the text, not to this button.
        onCloseAutoFocus={(event) => event.preventDefault()}
      >
        {groups.map((group) => {
          const fields = fieldNames.filter((name) => name.startsWith(`${group}.`) && !without.includes(name));
          if (fields.length === 0) return null;
          return (
            <DropdownMenuGroup key={group} aria-label={t(`mergeGroup_${group}`)}>
              <DropdownMenuLabel>{t(`mergeGroup_${group}`)}</DropdownMenuLabel>
              {fields.map((name) => (
                <DropdownMenuItem key={name} onSelect={() => onInsert(name)}>
                  {t(`merge_${name.replace(".", "_")}` as "merge_guest_firstName")}
                </DropdownMenuItem>
              ))}
            </DropdownMenuGroup>
          );
        })}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
