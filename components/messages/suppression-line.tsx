"use client";

import Link from "next/link";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { Ago } from "@/components/shell/ago";
import { placeOf } from "@/components/shell/places";
import { useWrite } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import type { Output } from "@/lib/http/endpoint";
import { countAudience, listAudienceGuests } from "@/lib/messaging/audience/contract";
import { createSuppression, deleteSuppression, listSuppressions } from "@/lib/messaging/suppression/contract";

type Entry = Output<typeof listSuppressions>["data"][number];

const refresh = [listSuppressions, countAudience, listAudienceGuests];

/** One address that gets nothing; what a person asked for themselves is theirs to take back. */
export function SuppressionLine({
  projectId,
  entry,
  mayEdit,
}: {
  projectId: string;
  entry: Entry;
  mayEdit: boolean;
}) {
  const t = useTranslations("messages");
  const again = useWrite(createSuppression, { refresh });
  const allow = useWrite(deleteSuppression, {
    refresh,
    onSuccess: () =>
      toast(t("suppressed_allowed", { address: entry.address }), {
        action: {
          label: t("suppressed_undo"),
          onClick: () =>
            again.mutate({
              params: { id: projectId },
              body: { channel: entry.channel, address: entry.address },
            }),
        },
      }),
  });
  const theirs = entry.reason === "unsubscribe" || entry.reason === "complaint";
  const campaign = /^campaign:(.+)$/.exec(entry.source ?? "")?.[1];
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 border-b px-4 py-2.5 [contain-intrinsic-size:auto_3.5rem] [content-visibility:auto] md:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] md:px-8">
      <span className="min-w-0">
        <span dir="auto" className="block truncate text-left font-medium">
          {entry.address}
        </span>
        <span className="block text-muted-foreground text-sm">{t(`channel_${entry.channel}`)}</span>
      </span>
      <span className="min-w-0 text-sm max-md:order-3 max-md:col-span-2">
        {t(`suppressed_${entry.reason}`)}
        <span className="text-muted-foreground">
          {" · "}
          <Ago at={entry.createdAt} />
          {campaign ? (
            <>
              {" · "}
              <Link
                href={`${placeOf(projectId, "messages")}/${campaign}`}
                className="rounded-sm underline underline-offset-4 hover:text-foreground"
              >
                {t("suppressed_source")}
              </Link>
            </>
          ) : null}
        </span>
        {theirs ? (
          <span className="block text-muted-foreground">
            {t(`suppressed_rule_${entry.reason as "complaint"}`)}
          </span>
        ) : null}
      </span>
      {mayEdit && !theirs ? (
        <Button
          size="sm"
          busy={allow.isPending}
          aria-label={t("suppressed_allowLong", { address: entry.address })}
          onClick={() => allow.mutate({ params: { id: projectId, suppressionId: entry.id } })}
        >
          {t("suppressed_allow")}
        </Button>
      ) : (
        <span />
      )}
    </li>
  );
}
