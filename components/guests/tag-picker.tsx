"use client";

import { Plus, Tag, X } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useRead } from "@/components/shell/use-contract";
import { buttonVariants } from "@/components/ui/button";
import { Command, CommandInput, CommandItem, CommandList } from "@/components/ui/command";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { listTags } from "@/lib/guests/tags/contract";
import { tagsInput } from "./reads";

/** The tags of a guest by name: take one away, choose one, or name a new one. */
export function TagPicker({
  projectId,
  value,
  onChange,
  disabled,
  ...field
}: {
  projectId: string;
  value: string[];
  onChange: (tags: string[]) => void;
  disabled?: boolean;
  id?: string;
  "aria-describedby"?: string;
}) {
  const t = useTranslations("guests");
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const known = useRead(listTags, tagsInput(projectId)).data?.data ?? [];
  const wanted = text.trim().toLocaleLowerCase();
  const has = (name: string) => value.some((tag) => tag.toLocaleLowerCase() === name.toLocaleLowerCase());
  const offered = known.filter(({ name }) => !has(name) && name.toLocaleLowerCase().includes(wanted));
  const isNew =
    wanted !== "" && !has(wanted) && !known.some(({ name }) => name.toLocaleLowerCase() === wanted);
  const add = (name: string) => {
    onChange([...value, name]);
    setText("");
    setOpen(false);
  };
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-1.5">
      {value.map((tag) => (
        <span
          key={tag}
          className="inline-flex h-6 max-w-full items-center rounded-full bg-accent-strong pl-2.5 font-medium text-sm pointer-coarse:h-9"
        >
          <span className="truncate">{tag}</span>
          {disabled ? (
            <span className="w-2.5" />
          ) : (
            <button
              type="button"
              aria-label={t("tagRemove", { name: tag })}
              onClick={() => onChange(value.filter((other) => other !== tag))}
              className="touch-target mx-0.5 grid size-5 shrink-0 place-items-center rounded-full text-muted-foreground hover:bg-border hover:text-foreground"
            >
              <X aria-hidden className="size-3" />
            </button>
          )}
        </span>
      ))}
      {disabled ? null : (
        <Popover open={open} onOpenChange={setOpen}>
          <PopoverTrigger {...field} className={buttonVariants({ variant: "ghost", size: "sm" })}>
            <Plus aria-hidden />
            {t("tagsAdd")}
          </PopoverTrigger>
          <PopoverContent className="p-0">
            <Command label={t("tags")} shouldFilter={false}>
              <CommandInput value={text} onValueChange={setText} placeholder={t("tagsSearch")} />
              <CommandList>
                {offered.map(({ id, name }) => (
                  <CommandItem key={id} value={id} onSelect={() => add(name)}>
                    <Tag aria-hidden />
                    <span className="truncate">{name}</span>
                  </CommandItem>
                ))}
                {isNew ? (
                  <CommandItem value="new" onSelect={() => add(text.trim())}>
                    <Plus aria-hidden />
                    <span className="truncate">{t("tagNew", { name: text.trim() })}</span>
                  </CommandItem>
                ) : null}
              </CommandList>
            </Command>
          </PopoverContent>
        </Popover>
      )}
    </div>
  );
}
