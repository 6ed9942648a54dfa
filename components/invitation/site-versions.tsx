"use client";

import { Eye, History, PenLine } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { Ago } from "@/components/shell/ago";
import { MoreMenu } from "@/components/shell/more-menu";
import { usePages, useRead, useSentence, useWrite } from "@/components/shell/use-contract";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { DropdownMenuItem } from "@/components/ui/dropdown-menu";
import { ErrorState } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import {
  createVersion,
  getSceneGraph,
  listSites,
  listVersions,
  previewSite,
  publishSite,
  type Site,
} from "@/lib/sites/contract";
import { still } from "./still";

type Version = { id: string; number: number; label: string | null };
const refresh = [listVersions, listSites, getSceneGraph];

/** What was saved and published, the newest first: to look at, to go back to, to go on from. */
export function SiteVersions({
  site,
  flush,
  mayEdit,
}: {
  site: Site;
  /** Saves what is being written, so that a snapshot holds it. */
  flush: () => Promise<void>;
  mayEdit: boolean;
}) {
  const t = useTranslations("sites");
  const sentence = useSentence();
  const [looked, setLooked] = useState<Version | null>(null);
  const list = usePages(listVersions, { params: { id: site.id }, query: { limit: 20 } });
  const nameOf = (version: Version) => version.label ?? t("versionNumber", { number: version.number });
  const publish = useWrite(publishSite, { refresh });
  const restore = useWrite(createVersion, { refresh });
  const back = (version: Version) =>
    publish.mutate(
      { params: { id: site.id }, body: { versionId: version.id } },
      { onSuccess: () => toast.success(t("versionWentBack", { name: nameOf(version) })) },
    );
  const goOn = async (version: Version) => {
    await flush();
    restore.mutate(
      { params: { id: site.id }, body: { versionId: version.id } },
      { onSuccess: () => toast.success(t("versionEdited", { name: nameOf(version) })) },
    );
  };
  if (list.isError && !list.data) {
    return (
      <ErrorState title={t("versionFailed")} onRetry={() => void list.refetch()} busy={list.isFetching}>
        {sentence(list.error)}
      </ErrorState>
    );
  }
  return (
    <section aria-labelledby="versions" className="grid gap-4">
      <div>
        <h2 id="versions" className="font-semibold">
          {t("versionsTitle")}
        </h2>
        <p className="text-muted-foreground text-sm">{t("versionsHelp")}</p>
      </div>
      {mayEdit ? <SaveVersion siteId={site.id} flush={flush} /> : null}
      {list.data ? (
        <ol className="grid">
          {list.rows.map((version) => (
            <li key={version.id} className="flex min-h-12 items-center gap-3 border-b py-2 last:border-0">
              <div className="min-w-0 flex-1">
                <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
                  <span className="min-w-0 truncate font-medium">{nameOf(version)}</span>
                  {version.isPublished ? <Badge tone="green">{t("versionLive")}</Badge> : null}
                  {version.isDraft ? <Badge tone="blue">{t("versionDraft")}</Badge> : null}
                </p>
                <p className="text-muted-foreground text-sm">
                  {version.publishedAt ? t("versionPublished") : t("versionKept")}{" "}
                  <Ago at={version.publishedAt ?? version.updatedAt} />
                </p>
              </div>
              <MoreMenu label={t("versionActions", { name: nameOf(version) })}>
                <DropdownMenuItem onSelect={() => setLooked(version)}>
                  <Eye aria-hidden />
                  {t("versionPreview")}
                </DropdownMenuItem>
                {mayEdit && !version.isPublished && !version.isDraft ? (
                  <DropdownMenuItem onSelect={() => back(version)}>
                    <History aria-hidden />
                    {t("versionBack")}
                  </DropdownMenuItem>
                ) : null}
                {mayEdit && !version.isDraft ? (
                  <DropdownMenuItem onSelect={() => void goOn(version)}>
                    <PenLine aria-hidden />
                    {t("versionEdit")}
                  </DropdownMenuItem>
                ) : null}
              </MoreMenu>
            </li>
          ))}
        </ol>
      ) : (
        <div className="grid gap-3">
          {["a", "b", "c"].map((place) => (
            <Skeleton key={place} className="h-10 w-full" />
          ))}
        </div>
      )}
      {list.hasNextPage ? (
        <div>
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t("versionMore")}
          </Button>
        </div>
      ) : null}
      <Dialog open={looked !== null} onOpenChange={(open) => (open ? null : setLooked(null))}>
        {looked ? (
          <DialogContent
            title={nameOf(looked)}
            className="sm:max-w-140"
            footer={
              mayEdit && looked.id !== site.publishedVersionId && looked.id !== site.draftVersionId ? (
                <Button
                  variant="primary"
                  onClick={() => {
                    back(looked);
                    setLooked(null);
                  }}
                >
                  {t("versionBack")}
                </Button>
              ) : undefined
            }
          >
            <Look siteId={site.id} version={looked} title={nameOf(looked)} />
          </DialogContent>
        ) : null}
      </Dialog>
    </section>
  );
}

function SaveVersion({ siteId, flush }: { siteId: string; flush: () => Promise<void> }) {
  const t = useTranslations("sites");
  const [label, setLabel] = useState("");
  const save = useWrite(createVersion, {
    refresh: [listVersions],
    onSuccess: (saved) => {
      setLabel("");
      toast.success(t("versionSaved", { name: saved.label ?? "" }));
    },
  });
  return (
    <form
      noValidate
      className="flex items-end gap-2"
      onSubmit={async (event) => {
        event.preventDefault();
        await flush();
        save.mutate({ params: { id: siteId }, body: { label } });
      }}
    >
      <Field label={t("versionName")} className="flex-1">
        <Input
          value={label}
          maxLength={200}
          placeholder={t("versionNameExample")}
          onChange={(event) => setLabel(event.target.value)}
        />
      </Field>
      <Button type="submit" disabled={label.trim() === ""} busy={save.isPending}>
        {t("versionSave")}
      </Button>
    </form>
  );
}

/** The page of a version, as a household would see it. */
function Look({ siteId, version, title }: { siteId: string; version: Version; title: string }) {
  const t = useTranslations("sites");
  const page = useRead(previewSite, {
    params: { id: siteId },
    body: { versionId: version.id, as: "household" },
  });
  if (page.isError) return <p className="text-destructive text-sm">{t("versionPreviewFailed")}</p>;
  if (!page.data) return <Skeleton className="h-[60vh] w-full" />;
  return (
    <iframe
      title={title}
      srcDoc={still(page.data.html)}
      // Fonts need the origin; scripts stay off.
      sandbox="allow-same-origin"
      className="h-[60vh] w-full rounded-md border"
    />
  );
}
