"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { Mark } from "@/components/shell/mark";
import { buttonVariants } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { Method } from "./method";

export type Group = {
  tag: string;
  operations: { id: string; method: string; path: string; summary: string }[];
};

const Key = createContext<{ key: string; setKey: (key: string) => void }>({ key: "", setKey: () => {} });

/** The key that somebody tries the API with: in this page's memory alone, and gone with it. */
export const useKey = () => useContext(Key);

/** The reference's frame: every endpoint to search and to choose beside the one that is read. */
export function ReferenceFrame({ groups, children }: { groups: Group[]; children: ReactNode }) {
  const t = useTranslations("docs");
  const c = useTranslations("common");
  const [key, setKey] = useState("");
  const held = useMemo(() => ({ key, setKey }), [key]);
  return (
    <Key.Provider value={held}>
      <a
        href="#reference"
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-10 focus:rounded-md focus:bg-card focus:p-2"
      >
        {t("skip")}
      </a>
      <header className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 border-b px-5 py-2 sm:px-8">
        <Link href="/" className="inline-flex min-h-11 items-center gap-2 rounded-sm font-semibold text-md">
          <Mark className="size-5 text-primary" />
          {c("app")}
        </Link>
        <nav aria-label={t("title")} className="flex gap-5 text-muted-foreground">
          <Link href="/docs/api" className="touch-target hover:text-foreground">
            {t("title")}
          </Link>
          <a href="/api/openapi.json" className="touch-target hover:text-foreground">
            {t("document")}
          </a>
        </nav>
      </header>
      <div className="lg:grid lg:grid-cols-[20rem_minmax(0,1fr)]">
        <Endpoints groups={groups} />
        <main id="reference" tabIndex={-1} className="min-w-0 px-5 pt-6 pb-20 outline-none sm:px-8 lg:pt-8">
          {children}
        </main>
      </div>
    </Key.Provider>
  );
}

function Endpoints({ groups }: { groups: Group[] }) {
  const t = useTranslations("docs");
  const path = usePathname();
  const [text, setText] = useState("");
  const [isOpen, setOpen] = useState(false);
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = groups
    .map(({ tag, operations }) => ({
      tag,
      operations: operations.filter((one) => {
        const said = `${one.method} ${one.path} ${one.summary} ${tag}`.toLowerCase();
        return words.every((word) => said.includes(word));
      }),
    }))
    .filter(({ operations }) => operations.length > 0);
  const count = found.reduce((sum, { operations }) => sum + operations.length, 0);
  // On a small screen the endpoint that is read stands alone; all of them are on the first page.
  const isStart = path === "/docs/api";
  return (
    <nav
      aria-label={t("endpoints")}
      className={cn(
        "border-b px-5 py-5 sm:px-8 lg:sticky lg:top-0 lg:block lg:max-h-dvh lg:overflow-y-auto lg:border-r lg:border-b-0 lg:px-5",
        !isStart && "hidden",
      )}
    >
      <Label htmlFor="search-endpoints">{t("search")}</Label>
      <Input
        id="search-endpoints"
        type="search"
        className="mt-1.5"
        placeholder={t("searchHint")}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <p aria-live="polite" className="mt-2 text-muted-foreground text-sm">
        {count === 0 ? t("none") : t("found", { count })}
      </p>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className={cn(buttonVariants(), "mt-3 lg:hidden", text && "hidden")}
      >
        {isOpen ? t("fold") : t("unfold")}
      </button>
      <div className={cn(!isOpen && !text && "max-lg:hidden")}>
        {found.map(({ tag, operations }) => (
          <section key={tag} aria-label={tag} className="mt-4">
            <h2 className="font-semibold text-sm">{tag}</h2>
            <ul className="mt-1">
              {operations.map(({ id, method, summary }) => (
                <li key={id}>
                  <Link
                    href={`/docs/api/${id}`}
                    aria-current={path === `/docs/api/${id}` ? "page" : undefined}
                    className="-mx-2 flex min-h-8 items-baseline gap-2 rounded-md px-2 py-1 hover:bg-accent aria-[current]:bg-accent pointer-coarse:min-h-11 pointer-coarse:py-2.5"
                  >
                    <Method name={method} />
                    <span className="min-w-0">{summary}</span>
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </nav>
  );
}
