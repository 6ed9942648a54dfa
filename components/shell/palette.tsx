"use client";

import {
  CalendarDays,
  CalendarPlus,
  CircleUser,
  FolderOpen,
  LayoutGrid,
  LayoutTemplate,
  LogOut,
  type LucideIcon,
  Mail,
  MailPlus,
  Plus,
  SunMoon,
  Upload,
  User,
  UserPlus,
} from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { Dialog as Primitive } from "radix-ui";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { nameOf } from "@/components/guests/names";
import { Command, CommandGroup, CommandInput, CommandItem, CommandList } from "@/components/ui/command";
import { Overlay } from "@/components/ui/dialog";
import { listEvents } from "@/lib/events/contract";
import { listCampaigns } from "@/lib/messaging/contract";
import { listProjects } from "@/lib/projects/contract";
import { usePalette } from "./palette-context";
import { placeOf, projectOf, roomOf, tabIcons, tabs } from "./places";
import { projectsInput } from "./reads";
import { themes, useTheme } from "./theme";
import { useRead } from "./use-contract";
import { useFoundGuests } from "./use-found-guests";
import { useRooms } from "./use-rooms";
import { useSignOut } from "./use-sign-out";

type Line = { id: string; icon: LucideIcon; label: string; note?: string; run: () => void };

/** ⌘K: every page, project, guest, event, message and action, by typing. */
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
  const [text, setText] = useState("");
  const { groups, searching } = useLines(text, close);
  const shown = groups.filter(({ lines }) => lines.length > 0);
  return (
    <Command label={t("palette")} shouldFilter={false} loop>
      <CommandInput value={text} onValueChange={setText} placeholder={t("searchHint")} />
      <CommandList className="max-h-[min(60dvh,26rem)]">
        {shown.map(({ heading, lines }) => (
          <CommandGroup key={heading} heading={heading}>
            {lines.map(({ id, icon: Icon, label, note, run }) => (
              <CommandItem key={id} value={id} onSelect={run}>
                <Icon aria-hidden />
                <span className="truncate">{label}</span>
                {note ? (
                  <span className="ml-auto max-w-48 truncate text-muted-foreground text-sm">{note}</span>
                ) : null}
              </CommandItem>
            ))}
          </CommandGroup>
        ))}
        {shown.length === 0 ? (
          <p role="status" className="px-3 py-6 text-center text-muted-foreground">
            {searching ? t("paletteSearching") : t("paletteEmpty")}
          </p>
        ) : null}
      </CommandList>
    </Command>
  );
}

/** What fits the text, in its groups: guests last typed for first, then places, doings and projects. */
function useLines(text: string, close: () => void) {
  const t = useTranslations("shell");
  const router = useRouter();
  const here = projectOf(usePathname());
  const { theme, choose } = useTheme();
  const signOut = useSignOut();
  const projects = useRead(listProjects, projectsInput).data?.data ?? [];
  const found = useFoundGuests(text, here ? projects.filter(({ id }) => id === here.id) : projects);
  const inHere = { params: { id: here?.id ?? "" }, query: { limit: 100 } };
  const events = useRead(listEvents, inHere, { enabled: here !== null }).data?.data ?? [];
  const campaigns = useRead(listCampaigns, inHere, { enabled: here !== null }).data?.data ?? [];
  const organizationId = projects.find(({ id }) => id === here?.id)?.organizationId ?? null;
  const rooms = useRooms(organizationId);
  const finish = (run: () => void) => () => {
    close();
    run();
  };
  const go = (id: string, icon: LucideIcon, label: string, href: string): Line => ({
    id,
    icon,
    label,
    run: finish(() => router.push(href)),
  });
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? "system";
  const wanted = fold(text);
  const fitting = (lines: Line[]) => lines.filter(({ label }) => fold(label).includes(wanted));
  const inProject = here
    ? [
        go("add-guest", UserPlus, t("addGuest"), `${placeOf(here.id, "guests")}?add=guest`),
        go("import", Upload, t("importGuests"), `${placeOf(here.id, "guests")}?import=file`),
        go("message", MailPlus, t("newMessage"), `${placeOf(here.id, "messages")}?new=message`),
        go("add-event", CalendarPlus, t("addEvent"), `${placeOf(here.id)}?event=new`),
        go("edit", LayoutTemplate, t("editInvitation"), placeOf(here.id, "invitation")),
      ]
    : [];
  const groups = [
    {
      heading: t("paletteGuests"),
      lines: found.guests.map(({ guest, project }) => ({
        ...go(guest.id, User, nameOf(guest), `${placeOf(guest.projectId, "guests")}?guest=${guest.id}`),
        note: (here ? guest.email : project?.name) ?? "",
      })),
    },
    {
      heading: t("paletteHere"),
      lines: here
        ? fitting([
            ...tabs.map((tab) => go(`tab-${tab}`, tabIcons[tab], t(tab), placeOf(here.id, tab))),
            // By name only: a project may have dozens.
            ...(wanted
              ? [
                  ...events.map(({ id, name }) =>
                    go(id, CalendarDays, name, `${placeOf(here.id)}?event=${id}`),
                  ),
                  ...campaigns.map(({ id, name }) =>
                    go(id, Mail, name, `${placeOf(here.id, "messages")}/${id}`),
                  ),
                ]
              : []),
          ])
        : [],
    },
    {
      heading: t("paletteActions"),
      lines: fitting([
        ...inProject,
        go("new", Plus, t("newProject"), "/dashboard?new=project"),
        {
          id: "theme",
          icon: SunMoon,
          label: t("toggleTheme", { theme: next }),
          run: finish(() => choose(next)),
        },
        { id: "sign-out", icon: LogOut, label: t("signOut"), run: finish(signOut) },
      ]),
    },
    {
      heading: t("paletteProjects"),
      lines: fitting([
        go("all", LayoutGrid, t("allProjects"), "/dashboard"),
        ...projects.map(({ id, name }) => go(id, FolderOpen, name, placeOf(id))),
      ]),
    },
    {
      heading: t("paletteOthers"),
      lines: fitting([
        ...rooms.map(({ name, icon }) => go(name, icon, t(name), roomOf(name, organizationId))),
        go("account", CircleUser, t("account"), "/account"),
      ]),
    },
  ];
  return { groups, searching: found.searching };
}

/** Lower case without accents, so that "zoe" finds "Zoë". */
const fold = (text: string) => text.trim().normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
