import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { Data } from "@/components/shell/data";
import { first, Hydrate } from "@/components/shell/hydrate";
import { Palette } from "@/components/shell/palette";
import { PaletteProvider } from "@/components/shell/palette-context";
import { PersonProvider } from "@/components/shell/person";
import { projectsInput } from "@/components/shell/reads";
import { Sidebar } from "@/components/shell/sidebar";
import { TabBar } from "@/components/shell/tab-bar";
import { ThemeMark } from "@/components/shell/theme";
import { themeCookie, themeOf } from "@/components/shell/theme-of";
import { Toaster } from "@/components/ui/toaster";
import { TooltipProvider } from "@/components/ui/tooltip";
import { getMe } from "@/lib/auth/contract";
import * as auth from "@/lib/auth/queries";
import { load } from "@/lib/http/load";
import { translator } from "@/lib/i18n";
import { listProjects } from "@/lib/projects/contract";
import * as projects from "@/lib/projects/queries";

const t = translator("common");

/** The house around the organizers' pages: who is signed in, the sidebar, the palette, the notes. */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const [me, list, jar] = await Promise.all([
    load(getMe, auth.getMe, {}),
    load(listProjects, projects.listProjects, projectsInput),
    cookies(),
  ]);
  return (
    <Data guarded>
      <Hydrate entries={[first(getMe, {}, me), first(listProjects, projectsInput, list)]}>
        <ThemeMark initial={themeOf(jar.get(themeCookie)?.value)}>
          <PersonProvider person={me}>
            <TooltipProvider delayDuration={400}>
              <PaletteProvider>
                <a
                  href="#content"
                  className="-translate-y-20 fixed top-2 left-2 z-50 rounded-md bg-primary px-4 py-2 font-medium text-primary-foreground focus-visible:translate-y-0"
                >
                  {t("skip")}
                </a>
                <div className="flex min-h-dvh">
                  <Sidebar />
                  <div className="flex min-w-0 flex-1 flex-col">{children}</div>
                </div>
                <TabBar />
                <Palette />
                <Toaster />
              </PaletteProvider>
            </TooltipProvider>
          </PersonProvider>
        </ThemeMark>
      </Hydrate>
    </Data>
  );
}
