"use client";

import { Monitor, Moon, Smartphone, Sun } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { still } from "@/components/invitation/still";
import { cn } from "@/components/ui/cn";
import { Segmented } from "@/components/ui/segmented";
import { Skeleton } from "@/components/ui/skeleton";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import type { Shown } from "./use-preview";

type Scheme = "light" | "dark";

/** The mail as one of its guests gets it: by light and dark, at a desk and on a phone, and as plain text. */
export function MailPreview({ mail, guest }: { mail: Shown | null; guest: ReactNode }) {
  const t = useTranslations("messages");
  const [device, setDevice] = useState<"desktop" | "phone">("desktop");
  const [scheme, setScheme] = useState<Scheme>("light");
  return (
    <Tabs defaultValue="mail" className="flex min-h-0 flex-1 flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <TabsList aria-label={t("preview")}>
          <TabsTrigger value="mail">{t("previewMail")}</TabsTrigger>
          <TabsTrigger value="text">{t("previewText")}</TabsTrigger>
        </TabsList>
        <Segmented
          label={t("previewOn")}
          value={device}
          onChange={setDevice}
          choices={[
            {
              value: "desktop",
              name: t("previewDesktop"),
              content: <Monitor aria-hidden className="size-4" />,
            },
            {
              value: "phone",
              name: t("previewPhone"),
              content: <Smartphone aria-hidden className="size-4" />,
            },
          ]}
        />
        <Segmented
          label={t("previewScheme")}
          value={scheme}
          onChange={setScheme}
          choices={[
            { value: "light", name: t("previewLight"), content: <Sun aria-hidden className="size-4" /> },
            { value: "dark", name: t("previewDark"), content: <Moon aria-hidden className="size-4" /> },
          ]}
        />
        <span className="ml-auto flex min-w-0">{guest}</span>
      </div>
      <div
        className={cn(
          "mx-auto flex min-h-0 w-full flex-1 flex-col overflow-hidden rounded-md border bg-card shadow-xs",
          device === "phone" ? "max-w-94" : "max-w-180",
        )}
      >
        <div className="border-b px-4 py-3">
          {mail ? (
            <>
              <p className="truncate font-medium">{mail.subject || t("noSubject")}</p>
              <p className="truncate text-muted-foreground text-sm">{mail.preheader}</p>
            </>
          ) : (
            <>
              <Skeleton className="h-5 w-2/3" />
              <Skeleton className="mt-1 h-4 w-1/3" />
            </>
          )}
        </div>
        <TabsContent value="mail" className="flex min-h-0 flex-1 flex-col">
          {mail ? (
            <iframe
              title={t("previewMail")}
              srcDoc={inScheme(ownFonts(still(mail.html)), scheme)}
              sandbox="allow-same-origin"
              className="w-full flex-1 border-0"
            />
          ) : null}
        </TabsContent>
        <TabsContent value="text" className="min-h-0 flex-1 overflow-auto">
          <pre className="whitespace-pre-wrap p-4 font-sans">{mail?.text}</pre>
        </TabsContent>
      </div>
    </Tabs>
  );
}

/** The mail with its fonts from here: this page may fetch them from nowhere else, and every host of ours has them. */
const ownFonts = (html: string) => html.replace(/url\(https?:\/\/[^/)]+(?=\/fonts\/)/g, "url(");

/** The mail as clients in that scheme show it, whatever this browser prefers. */
const inScheme = (html: string, scheme: Scheme) =>
  html.replaceAll("(prefers-color-scheme:dark)", scheme === "dark" ? "all" : "not all");
