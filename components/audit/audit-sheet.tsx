"use client";

import { useFormatter, useTranslations } from "use-intl";
import { CopyButton } from "@/components/shell/copy-button";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import type { AuditEntry } from "@/lib/audit/contract";
import { changesOf } from "./changes";
import { useEntry } from "./use-entry";

/** One entry whole: what changed, who, from where, and its seal. */
export function AuditSheet({ row, onClose }: { row: AuditEntry | null; onClose: () => void }) {
  const t = useTranslations("audit");
  const format = useFormatter();
  const { actor, what, target } = useEntry();
  const changes = row ? changesOf(row.before, row.after) : [];
  return (
    <Sheet open={row !== null} modal={false} onOpenChange={(open) => open || onClose()}>
      {row ? (
        <SheetContent
          title={what(row)}
          description={`${actor(row.actor)}, ${format.dateTime(new Date(row.at), { dateStyle: "long", timeStyle: "medium" })}`}
        >
          <div className="grid grid-cols-1 content-start gap-6">
            <section aria-label={target(row)} className="grid grid-cols-1 gap-3">
              <h3 className="wrap-anywhere font-semibold">{target(row)}</h3>
              {changes.length === 0 ? (
                <p className="text-muted-foreground">{t("noChange")}</p>
              ) : (
                <dl className="grid grid-cols-1 gap-3">
                  {changes.map(({ field, before, after }) => (
                    <div key={field} className="grid grid-cols-1 gap-0.5">
                      <dt className="wrap-anywhere text-muted-foreground text-sm">{field}</dt>
                      {before === null ? null : (
                        <dd className="wrap-anywhere">
                          <span className="sr-only">{t("before")}: </span>
                          <del className="text-muted-foreground">{before}</del>
                        </dd>
                      )}
                      <dd className="wrap-anywhere">
                        <span className="sr-only">{t("after")}: </span>
                        {after ?? <em className="text-muted-foreground">{t("nothing")}</em>}
                      </dd>
                    </div>
                  ))}
                </dl>
              )}
            </section>
            <section aria-label={t("details")}>
              <div className="flex items-center justify-between pb-1">
                <h3 className="font-semibold">{t("details")}</h3>
                <CopyButton text={JSON.stringify(row, null, 2)} label={t("copy")} said={t("copied")} />
              </div>
              <dl className="grid grid-cols-[5rem_minmax(0,1fr)] gap-x-3 gap-y-1.5 text-sm">
                <Detail label={t("id")}>{row.target.id}</Detail>
                <Detail label={t("from")}>{row.ip}</Detail>
                <Detail label={t("request")}>{row.requestId}</Detail>
                <Detail label={t("hash")}>
                  {row.position === undefined
                    ? null
                    : row.position === null
                      ? t("unsealed")
                      : `${t("sealed", { position: row.position })}: ${row.hash}`}
                </Detail>
              </dl>
            </section>
          </div>
        </SheetContent>
      ) : null}
    </Sheet>
  );
}

function Detail({ label, children }: { label: string; children: string | null }) {
  if (!children) return null;
  return (
    <>
      <dt className="text-muted-foreground">{label}</dt>
      <dd className="break-all">{children}</dd>
    </>
  );
}
