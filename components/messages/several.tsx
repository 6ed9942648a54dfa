"use client";

import { Check, ChevronDown, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { Command, CommandEmpty, CommandInput, CommandItem, CommandList } from "@/components/ui/command";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";

export type Option = { value: string; label: string; mark?: ReactNode; aside?: ReactNode };

/** A filter that takes several values: a quiet button that becomes a chip; whoever has any of them fits. */
export function Several({
  label,
  summary,
  options,
  chosen,
  onChange,
  onSearch,
  disabled,
}: {
  label: string;
  /** What the chip says where something is chosen. */
  summary: string;
  options: Option[];
  chosen: readonly string[];
  onChange: (values: string[]) => void;
  /** Where the options are found by typing and not all there at once. */
  onSearch?: (text: string) => void;
  disabled?: boolean;
}) {
  const t = useTranslations("shell");
  const [open, setOpen] = useState(false);
  const some = chosen.length > 0;
  const toggle = (value: string) =>
    onChange(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <span
        className={cn(
          "inline-flex h-8 min-w-0 max-w-full items-center rounded-md border text-sm transition-colors pointer-coarse:h-11",
          some
            ? "border-primary/40 bg-primary-wash text-primary"
            : "border-input border-dashed text-muted-foreground hover:bg-accent hover:text-foreground",
          disabled && "opacity-60",
        )}
      >
        <PopoverTrigger
          disabled={disabled}
          className={cn(
            "inline-flex h-full min-w-0 items-center gap-1.5 rounded-md pl-2.5",
            some ? "pr-1.5" : "pr-2",
          )}
        >
          <span className="truncate">{some ? summary : label}</span>
          {some ? null : <ChevronDown aria-hidden className="size-3.5 shrink-0" />}
        </PopoverTrigger>
        {some && !disabled ? (
          <button
            type="button"
            onClick={() => onChange([])}
            aria-label={t("clearFilter", { filter: label })}
            className="mr-1 grid size-6 shrink-0 place-items-center rounded-sm hover:bg-primary/10 pointer-coarse:size-10"
          >
            <X aria-hidden className="size-3.5" />
          </button>
        ) : null}
      </span>
      <PopoverContent className="w-72 p-0">
        <Command label={label} shouldFilter={!onSearch}>
          {onSearch || options.length > 7 ? (
            <CommandInput placeholder={label} onValueChange={onSearch} />
          ) : null}
          <CommandList tabIndex={-1}>
            <CommandEmpty>{t("filterEmpty")}</CommandEmpty>
            {options.map(({ value, label: name, mark, aside }) => (
              <CommandItem
                key={value}
                value={`${name} ${value}`}
                aria-checked={chosen.includes(value)}
                onSelect={() => toggle(value)}
              >
                {mark}
                <span className="min-w-0 flex-1 truncate">{name}</span>
                {aside ? <span className="text-muted-foreground text-sm tabular-nums">{aside}</span> : null}
                <Check aria-hidden className={chosen.includes(value) ? undefined : "invisible"} />
              </CommandItem>
            ))}
          </CommandList>
        </Command>
      </PopoverContent>
    </Popover>
  );
}
