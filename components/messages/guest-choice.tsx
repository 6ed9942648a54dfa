"use client";

import { Check, ChevronsUpDown } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { useTranslations } from "use-intl";
import { nameOf } from "@/components/guests/names";
import { useRead } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import { Command, CommandInput, CommandItem, CommandList } from "@/components/ui/command";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { listGuests } from "@/lib/guests/contract";

/** Whose mail is shown: any guest of the project, found by typing. */
export function GuestChoice({
  projectId,
  chosen,
  onChange,
}: {
  projectId: string;
  chosen: { id: string; name: string };
  onChange: (guestId: string) => void;
}) {
  const t = useTranslations("messages");
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const q = useDeferredValue(text.trim());
  const guests = useRead(
    listGuests,
    { params: { id: projectId }, query: { limit: 20, sort: "name", ...(q && { q }) } },
    { enabled: open, keep: true },
  );
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button variant="ghost" className="min-w-0 shrink text-muted-foreground">
          <span className="truncate">{t("previewFor", { name: chosen.name })}</span>
          <ChevronsUpDown aria-hidden />
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" className="w-72 p-0">
        <Command label={t("previewGuest")} shouldFilter={false}>
          <CommandInput value={text} onValueChange={setText} placeholder={t("previewGuest")} />
          <CommandList>
            {(guests.data?.data ?? []).map((guest) => (
              <CommandItem
                key={guest.id}
                value={guest.id}
                onSelect={() => {
                  onChange(guest.id);
                  setOpen(false);
                  setText("");
                }}
              >
                <span className="min-w-0 flex-1 truncate">
                  {nameOf(guest)}
                  {guest.email ? <span className="text-muted-foreground"> {guest.email}</span> : null}
                </span>
                {guest.id === chosen.id ? <Check aria-hidden /> : null}
              </CommandItem>
            ))}
          </CommandList>
        </Command>
      </PopoverContent>
    </Popover>
  );
}
