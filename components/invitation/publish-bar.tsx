"use client";

import { ArrowUpRight, Copy, EyeOff } from "lucide-react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { MoreMenu } from "@/components/shell/more-menu";
import { useWrite } from "@/components/shell/use-contract";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { DropdownMenuItem } from "@/components/ui/dropdown-menu";
import { getSceneGraph, listSites, publishSite, type Site, unpublishSite } from "@/lib/sites/contract";
import { host } from "./address-form";
import type { Saving } from "./use-scene";

/** Where the invitation is, whether guests see the newest words, and the one button that makes it so. */
export function PublishBar({
  site,
  saving,
  flush,
  mayEdit,
}: {
  site: Site;
  saving: Saving;
  flush: () => Promise<void>;
  mayEdit: boolean;
}) {
  const t = useTranslations("invitation");
  const c = useTranslations("common");
  const refresh = [listSites, getSceneGraph];
  const publish = useWrite(publishSite, {
    refresh,
    onSuccess: (published) =>
      toast.success(t("published", { address: host(published.url) }), {
        action: { label: t("open"), onClick: () => window.open(published.url, "_blank", "noopener") },
      }),
  });
  const unpublish = useWrite(unpublishSite, {
    refresh,
    onSuccess: () =>
      toast(t("unpublished"), {
        action: { label: c("undo"), onClick: () => publish.mutate({ params: { id: site.id } }) },
      }),
  });
  const live = site.status === "published";
  const pending = live && (site.hasChanges || saving !== "saved");
  const copy = async () => {
    await navigator.clipboard.writeText(site.url);
    toast.success(t("linkCopied"));
  };
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b px-4 py-3 md:px-8">
      <span className="flex min-w-0 items-center gap-2">
        <span className="truncate font-medium">{host(site.url)}</span>
        {live ? (
          <Badge tone={pending ? "amber" : "green"}>{pending ? t("statusPending") : t("statusLive")}</Badge>
        ) : (
          <Badge>{site.status === "draft" ? t("statusDraft") : t("statusOff")}</Badge>
        )}
      </span>
      <span role="status" className="text-muted-foreground text-sm">
        {saving === "saved" ? null : t(`saving_${saving}`)}
      </span>
      <span className="ml-auto flex items-center gap-2">
        {live ? (
          <Button asChild>
            <a href={site.url} target="_blank" rel="noopener">
              {t("open")}
              <ArrowUpRight aria-hidden />
            </a>
          </Button>
        ) : null}
        {mayEdit ? (
          <Button
            className={live && !pending ? "max-sm:hidden" : undefined}
            variant={live && !pending ? "secondary" : "primary"}
            busy={publish.isPending}
            disabled={live && !pending}
            onClick={async () => {
              await flush();
              publish.mutate({ params: { id: site.id } });
            }}
          >
            {live ? (pending ? t("publishChanges") : t("isPublished")) : t("publish")}
          </Button>
        ) : null}
        {live ? (
          <MoreMenu label={c("more")}>
            <DropdownMenuItem onSelect={() => void copy()}>
              <Copy aria-hidden />
              {t("copyLink")}
            </DropdownMenuItem>
            {mayEdit ? (
              <DropdownMenuItem onSelect={() => unpublish.mutate({ params: { id: site.id } })}>
                <EyeOff aria-hidden />
                {t("unpublish")}
              </DropdownMenuItem>
            ) : null}
          </MoreMenu>
        ) : null}
      </span>
    </div>
  );
}
