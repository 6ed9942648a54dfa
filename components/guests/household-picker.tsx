"use client";

import { Check, ChevronsUpDown, House, Plus, User } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { useTranslations } from "use-intl";
import { useRead, useWrite } from "@/components/shell/use-contract";
import { cn } from "@/components/ui/cn";
import { Command, CommandInput, CommandItem, CommandList } from "@/components/ui/command";
import { inputClasses } from "@/components/ui/input";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { createGroup, listGroups } from "@/lib/guests/groups/contract";

/** Chooses the household one answers with, names a new one, or none. */
export function HouseholdPicker({
  projectId,
  value,
  name,
  onChange,
  disabled,
  ...field
}: {
  projectId: string;
  value: string | null;
  /** What the chosen household is called; empty for an unnamed one. */
  name: string;
  onChange: (groupId: string | null, name: string) => void;
  disabled?: boolean;
  id?: string;
  "aria-describedby"?: string;
}) {
  const t = useTranslations("guests");
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const q = useDeferredValue(text.trim());
  const groups = useRead(
    listGroups,
    { params: { id: projectId }, query: { named: "true", limit: 20, sort: "name", ...(q && { q }) } },
    { enabled: open, keep: true },
  );
  const create = useWrite(createGroup, { refresh: [listGroups] });
  const rows = groups.data?.data ?? [];
  const choose = (id: string | null, label: string) => {
    onChange(id, label);
    setOpen(false);
    setText("");
  };
  const exact = rows.some((row) => row.name.toLocaleLowerCase() === q.toLocaleLowerCase());
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger
        {...field}
        disabled={disabled}
        className={cn(inputClasses, "flex h-8 items-center gap-2 text-left pointer-coarse:h-11")}
      >
        {name ? (
          <House aria-hidden className="size-4 shrink-0 text-muted-foreground" />
        ) : (
          <User aria-hidden className="size-4 shrink-0 text-muted-foreground" />
        )}
        <span className="min-w-0 flex-1 truncate">{name || t("householdAlone")}</span>
        <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-muted-foreground" />
      </PopoverTrigger>
      <PopoverContent className="w-(--radix-popover-trigger-width) min-w-64 p-0">
        <Command label={t("household")} shouldFilter={false}>
          <CommandInput value={text} onValueChange={setText} placeholder={t("householdSearch")} />
          <CommandList>
            {q ? null : (
              <CommandItem value="alone" onSelect={() => choose(null, "")}>
                <User aria-hidden />
                <span className="flex-1">{t("householdAlone")}</span>
                {name ? null : <Check aria-hidden />}
              </CommandItem>
            )}
            {rows.map((row) => (
              <CommandItem key={row.id} value={row.id} onSelect={() => choose(row.id, row.name)}>
                <House aria-hidden />
                <span className="min-w-0 flex-1 truncate">{row.name}</span>
                {row.id === value ? <Check aria-hidden /> : null}
              </CommandItem>
            ))}
            {q && !exact ? (
              <CommandItem
                value="new"
                disabled={create.isPending}
                onSelect={() =>
                  create.mutate(
                    { params: { id: projectId }, body: { name: q } },
                    { onSuccess: (group) => choose(group.id, group.name) },
                  )
                }
              >
                <Plus aria-hidden />
                <span className="min-w-0 flex-1 truncate">{t("householdNew", { name: q })}</span>
              </CommandItem>
            ) : null}
          </CommandList>
        </Command>
      </PopoverContent>
    </Popover>
  );
}
