import type { ReactNode } from "react";
import { Data } from "@/components/shell/data";
import { Mark } from "@/components/shell/mark";
import { type Theme, ThemeMark } from "@/components/shell/theme";
import { translator } from "@/lib/i18n";

const t = translator("common");

/** One narrow column under the mark: nothing to do here but the one thing. */
export function Frame({ theme, children }: { theme: Theme; children: ReactNode }) {
  return (
    <Data>
      <ThemeMark initial={theme}>
        <div className="grid min-h-dvh grid-rows-[auto_1fr] px-5">
          <header className="flex items-center gap-2 py-5 font-semibold text-md sm:px-2">
            <Mark className="size-5 text-primary" />
            {t("app")}
          </header>
          <main className="mx-auto w-full max-w-[400px] pt-[8vh] pb-16 sm:pt-[14vh]">{children}</main>
        </div>
      </ThemeMark>
    </Data>
  );
}
