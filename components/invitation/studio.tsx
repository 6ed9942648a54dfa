"use client";

import { Monitor, Smartphone } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useAddress } from "@/components/shell/use-address";
import { useSentence } from "@/components/shell/use-contract";
import { useNarrow } from "@/components/shell/use-narrow";
import { cn } from "@/components/ui/cn";
import { ErrorState } from "@/components/ui/error-state";
import { Segmented } from "@/components/ui/segmented";
import { Skeleton } from "@/components/ui/skeleton";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import type { Site } from "@/lib/sites/contract";
import { AddressForm } from "./address-form";
import { LookForm } from "./look-form";
import { type Device, Preview } from "./preview";
import { PublishBar } from "./publish-bar";
import { SiteAccess } from "./site-access";
import { SiteDomain } from "./site-domain";
import { SiteVersions } from "./site-versions";
import { useScene } from "./use-scene";
import { WordsForm } from "./words-form";

const panes = ["words", "look", "address", "versions"] as const;

/** The form at the left, the page at the right; on a phone one behind the other. */
export function Studio({ projectId, site, mayEdit }: { projectId: string; site: Site; mayEdit: boolean }) {
  const t = useTranslations("invitation");
  const sentence = useSentence();
  const narrow = useNarrow();
  const { search, set } = useAddress();
  const { scene, change, flush, saving, read } = useScene(site.id);
  const [device, setDevice] = useState<Device>("phone");
  const [as, setAs] = useState<"public" | "household">("household");
  const asked = search.get("edit");
  const pane = panes.find((one) => one === asked) ?? (asked === "preview" && narrow ? "preview" : "words");
  if (read.isError && !scene) {
    return (
      <ErrorState title={t("failed")} onRetry={() => void read.refetch()} busy={read.isFetching}>
        {sentence(read.error)}
      </ErrorState>
    );
  }
  return (
    <>
      <PublishBar site={site} saving={saving} flush={flush} mayEdit={mayEdit} />
      <div className="grid flex-1 md:grid-cols-[minmax(20rem,26rem)_minmax(0,1fr)]">
        <div className="min-w-0 px-4 py-4 md:border-r md:px-8">
          <Tabs value={pane} onValueChange={(edit) => set({ edit: edit === "words" ? null : edit })}>
            <TabsList aria-label={t("panes")} className="mb-5 max-md:flex">
              {panes.map((one) => (
                <TabsTrigger key={one} value={one} className="max-md:flex-1">
                  {t(`pane_${one}`)}
                </TabsTrigger>
              ))}
              <TabsTrigger value="preview" className="flex-1 md:hidden">
                {t("pane_preview")}
              </TabsTrigger>
            </TabsList>
            <TabsContent value="words">
              {scene ? <WordsForm scene={scene} change={change} disabled={!mayEdit} /> : <FormSkeleton />}
            </TabsContent>
            <TabsContent value="look">
              {scene ? (
                <LookForm
                  scene={scene}
                  change={change}
                  locale={site.locale}
                  specimenText={site.name}
                  disabled={!mayEdit}
                />
              ) : (
                <FormSkeleton />
              )}
            </TabsContent>
            <TabsContent value="address">
              <div className="grid gap-8">
                <AddressForm key={site.subdomain} projectId={projectId} site={site} disabled={!mayEdit} />
                <SiteDomain projectId={projectId} site={site} mayEdit={mayEdit} />
                <SiteAccess projectId={projectId} site={site} mayEdit={mayEdit} />
              </div>
            </TabsContent>
            <TabsContent value="versions">
              <SiteVersions site={site} flush={flush} mayEdit={mayEdit} />
            </TabsContent>
            {narrow ? (
              <TabsContent value="preview" className="-mx-4 h-[calc(100dvh-16rem)]">
                {scene ? <Preview siteId={site.id} scene={scene} device="desktop" as={as} /> : null}
              </TabsContent>
            ) : null}
          </Tabs>
        </div>
        <section
          aria-label={t("preview")}
          className={cn("sticky top-0 hidden h-dvh flex-col gap-3 bg-muted px-8 py-4 md:flex")}
        >
          <div className="flex items-center justify-between gap-4">
            <Segmented
              label={t("previewAs")}
              value={as}
              onChange={setAs}
              choices={[
                { value: "household", content: t("previewHousehold") },
                { value: "public", content: t("previewPublic") },
              ]}
            />
            <Segmented
              label={t("previewOn")}
              value={device}
              onChange={setDevice}
              choices={[
                { value: "phone", name: t("phone"), content: <Smartphone aria-hidden className="size-4" /> },
                { value: "desktop", name: t("desktop"), content: <Monitor aria-hidden className="size-4" /> },
              ]}
            />
          </div>
          <div className="min-h-0 flex-1">
            {scene && !narrow ? <Preview siteId={site.id} scene={scene} device={device} as={as} /> : null}
          </div>
        </section>
      </div>
    </>
  );
}

function FormSkeleton() {
  return (
    <div className="grid gap-5">
      {["a", "b", "c", "d"].map((place) => (
        <div key={place} className="grid gap-2">
          <Skeleton className="h-4 w-24" />
          <Skeleton className="h-8 w-full" />
        </div>
      ))}
    </div>
  );
}
