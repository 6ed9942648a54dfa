"use client";

import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { still } from "@/components/invitation/still";
import { Skeleton } from "@/components/ui/skeleton";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { client } from "@/lib/http/client";
import type { Output } from "@/lib/http/endpoint";
import type { Campaign } from "@/lib/messaging/contract";
import { previewCampaign } from "@/lib/messaging/preview/contract";

const REST = 300;

/** The mail as the first of its guests gets it, drawn anew as one writes. */
export function MailPreview({ campaign }: { campaign: Campaign }) {
  const t = useTranslations("messages");
  const [mail, setMail] = useState<Output<typeof previewCampaign> | null>(null);
  const [failed, setFailed] = useState(false);
  const { id, subject, preheader, body } = campaign;
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const given = { params: { id }, body: { subject, preheader, body } };
        setMail(await client(previewCampaign, given, { signal: stop.signal }));
        setFailed(false);
      } catch {
        if (!stop.signal.aborted) setFailed(true);
      }
    }, REST);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [id, subject, preheader, body]);
  return (
    <section
      aria-label={t("preview")}
      className="flex min-h-160 flex-col gap-3 bg-muted px-4 py-5 md:px-8 lg:sticky lg:top-0 lg:h-dvh"
    >
      <Tabs defaultValue="mail" className="flex min-h-0 flex-1 flex-col gap-3">
        <div className="flex items-center justify-between gap-4">
          <TabsList aria-label={t("preview")}>
            <TabsTrigger value="mail">{t("previewMail")}</TabsTrigger>
            <TabsTrigger value="text">{t("previewText")}</TabsTrigger>
          </TabsList>
          {mail?.guest ? (
            <span className="truncate text-muted-foreground text-sm">
              {t("previewFor", { name: mail.guest.name })}
            </span>
          ) : null}
        </div>
        <div className="mx-auto flex min-h-0 w-full max-w-180 flex-1 flex-col overflow-hidden rounded-md border bg-card shadow-xs">
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
          <TabsContent value="mail" className="min-h-0 flex-1">
            {mail ? (
              <iframe
                title={t("previewMail")}
                srcDoc={ownFonts(still(mail.html))}
                sandbox="allow-same-origin"
                className="size-full border-0"
              />
            ) : null}
          </TabsContent>
          <TabsContent value="text" className="min-h-0 flex-1 overflow-auto">
            <pre className="whitespace-pre-wrap p-4 font-sans">{mail?.text}</pre>
          </TabsContent>
          {failed ? (
            <p role="status" className="bg-warning-wash px-4 py-2 text-sm text-warning">
              {t("previewFailed")}
            </p>
          ) : null}
        </div>
      </Tabs>
    </section>
  );
}

/** The mail with its fonts from here: this page may fetch them from nowhere else, and every host of ours has them. */
const ownFonts = (html: string) => html.replace(/url\(https?:\/\/[^/)]+(?=\/fonts\/)/g, "url(");
