"use client";

import {
  FolderOpen,
  LayoutGrid,
  type LucideIcon,
  MailPlus,
  Plus,
  SunMoon,
  Upload,
  UserPlus,
} from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { Dialog as Primitive } from "radix-ui";
import { useState } from "react";
import { useTranslations } from "use-intl";
import {
  Command,
  CommandEmpty,
  CommandGroup,
  CommandInput,
  CommandItem,
  CommandList,
} from "@/components/ui/command";
import { Overlay } from "@/components/ui/dialog";
import { listProjects } from "@/lib/projects/contract";
import { usePalette } from "./palette-context";
import { PaletteGuests } from "./palette-guests";
import { placeOf, projectOf, tabIcons, tabs } from "./places";
import { projectsInput } from "./reads";
import { themes, useTheme } from "./theme";
import { useRead } from "./use-contract";

/** ⌘K: every page, project, guest and action, by typing. */
export function Palette() {
  const t = useTranslations("shell");
  const { open, setOpen } = usePalette();
  return (
    <Primitive.Root open={open} onOpenChange={setOpen}>
      <Primitive.Portal>
        <Overlay />
        <Primitive.Content
          aria-describedby={undefined}
          className="data-[state=open]:zoom-in-98 data-[state=open]:fade-in fixed inset-x-2 top-2 z-50 mx-auto max-w-140 overflow-hidden rounded-md border bg-popover text-popover-foreground shadow-lg outline-none duration-120 data-[state=open]:animate-in sm:top-[14vh]"
        >
          <Primitive.Title className="sr-only">{t("palette")}</Primitive.Title>
          <PaletteList close={() => setOpen(false)} />
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

function PaletteList({ close }: { close: () => void }) {
  const t = useTranslations("shell");
  const router = useRouter();
  const here = projectOf(usePathname());
  const { theme, choose } = useTheme();
  const [text, setText] = useState("");
  const projects = useRead(listProjects, projectsInput).data?.data ?? [];
  const go = (href: string) => {
    close();
    router.push(href);
  };
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? "system";
  const line = (Icon: LucideIcon, label: string, href: string, id = label) => (
    <CommandItem key={href} value={`${label} ${id}`} onSelect={() => go(href)}>
      <Icon aria-hidden />
      <span className="truncate">{label}</span>
    </CommandItem>
  );
  return (
    <Command label={t("palette")} loop>
      <CommandInput value={text} onValueChange={setText} placeholder={t("searchHint")} />
      <CommandList className="max-h-[min(60dvh,26rem)]">
        <CommandEmpty>{t("paletteEmpty")}</CommandEmpty>
        <PaletteGuests
          text={text}
          projects={here ? projects.filter(({ id }) => id === here.id) : projects}
          onChoose={go}
        />
        {here ? (
          <CommandGroup heading={t("paletteHere")}>
            {tabs.map((tab) => line(tabIcons[tab], t(tab), placeOf(here.id, tab)))}
          </CommandGroup>
        ) : null}
        <CommandGroup heading={t("paletteActions")}>
          {here ? (
            <>
              {line(UserPlus, t("addGuest"), `${placeOf(here.id, "guests")}?add=guest`)}
              {line(Upload, t("importGuests"), `${placeOf(here.id, "guests")}?import=file`)}
              {line(MailPlus, t("newMessage"), `${placeOf(here.id, "messages")}?new=message`)}
            </>
          ) : null}
          {line(Plus, t("newProject"), "/dashboard?new=project")}
          <CommandItem
            value={t("toggleTheme", { theme: next })}
            onSelect={() => {
              choose(next);
              close();
            }}
          >
            <SunMoon aria-hidden />
            {t("toggleTheme", { theme: next })}
          </CommandItem>
        </CommandGroup>
        <CommandGroup heading={t("paletteProjects")}>
          {line(LayoutGrid, t("allProjects"), "/dashboard")}
          {projects.map(({ id, name }) => line(FolderOpen, name, placeOf(id), id))}
        </CommandGroup>
      </CommandList>
    </Command>
  );
}
