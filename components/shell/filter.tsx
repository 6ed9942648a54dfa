"use client";

import { Check, ChevronDown, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { Command, CommandEmpty, CommandInput, CommandItem, CommandList } from "@/components/ui/command";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";

export type Choice = { value: string; label: string; mark?: ReactNode };

/** One filter of a list: a quiet button that becomes a chip with its value; several of them combine. */
export function Filter({
  label,
  choices,
  value,
  onChange,
  disabled,
}: {
  label: string;
  choices: Choice[];
  value: string | null;
  onChange: (value: string | null) => void;
  disabled?: boolean;
}) {
  const t = useTranslations("shell");
  const [open, setOpen] = useState(false);
  const chosen = choices.find((choice) => choice.value === value);
  const choose = (next: string | null) => {
    onChange(next);
    setOpen(false);
  };
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <span
        className={cn(
          "inline-flex h-8 max-w-64 shrink-0 items-center rounded-md border text-sm transition-colors pointer-coarse:h-11",
          value
            ? "border-primary/40 bg-primary-wash text-primary"
            : "border-input border-dashed text-muted-foreground hover:bg-accent hover:text-foreground",
          disabled && "opacity-60",
        )}
      >
        <PopoverTrigger
          disabled={disabled}
          className={cn(
            "inline-flex h-full min-w-0 items-center gap-1.5 rounded-md pl-2.5",
            value ? "pr-1.5" : "pr-2",
          )}
        >
          {chosen?.mark}
          <span className="truncate">{value ? (chosen?.label ?? label) : label}</span>
          {value ? null : <ChevronDown aria-hidden className="size-3.5 shrink-0" />}
        </PopoverTrigger>
        {value && !disabled ? (
          <button
            type="button"
            onClick={() => onChange(null)}
            aria-label={t("clearFilter", { filter: label })}
            className="mr-1 grid size-6 shrink-0 place-items-center rounded-sm hover:bg-primary/10 pointer-coarse:size-10"
          >
            <X aria-hidden className="size-3.5" />
          </button>
        ) : null}
      </span>
      <PopoverContent className="w-60 p-0">
        <Command label={label}>
          {choices.length > 7 ? <CommandInput placeholder={label} /> : null}
          <CommandList tabIndex={-1}>
            <CommandEmpty>{t("filterEmpty")}</CommandEmpty>
            {choices.map((choice) => (
              <CommandItem
                key={choice.value}
                value={`${choice.label} ${choice.value}`}
                onSelect={() => choose(choice.value === value ? null : choice.value)}
              >
                {choice.mark}
                <span className="min-w-0 flex-1 truncate">{choice.label}</span>
                {choice.value === value ? <Check aria-hidden /> : null}
              </CommandItem>
            ))}
          </CommandList>
        </Command>
      </PopoverContent>
    </Popover>
  );
}
