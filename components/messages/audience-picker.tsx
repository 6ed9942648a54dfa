"use client";

import { useTranslations } from "use-intl";
import { useAddress } from "@/components/shell/use-address";
import { useRead } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import { type Audience, countAudience } from "@/lib/messaging/audience/contract";
import type { Campaign } from "@/lib/messaging/contract";
import { AudienceFilters } from "./audience-filters";
import { AudienceSheet } from "./audience-sheet";
import { audienceQuery } from "./reads";

/** Who gets it: everybody, or those whom all filters fit; with the count as one chooses, and the list behind it. */
export function AudiencePicker({
  projectId,
  value,
  onChange,
  disabled,
  channel = "email",
  campaignId,
}: {
  projectId: string;
  value: Audience;
  onChange: (audience: Audience) => void;
  disabled: boolean;
  channel?: Campaign["channel"];
  /** Whose words are sent: the list tells what each message costs. */
  campaignId?: string;
}) {
  const t = useTranslations("messages");
  const { set } = useAddress();
  const query = audienceQuery(value, channel);
  const read = useRead(countAudience, { params: { id: projectId }, query }, { keep: true });
  const count = read.data;
  const left = count ? count.matched - count.total : 0;
  return (
    <fieldset className="grid min-w-0 gap-2">
      <legend className="mb-1.5 font-medium">{t("audience")}</legend>
      <AudienceFilters
        projectId={projectId}
        value={value}
        disabled={disabled}
        onChange={(patch) => {
          const { all: _, ...filters } = { ...value, ...patch };
          const kept = Object.entries(filters).filter(([, chosen]) => chosen !== undefined);
          onChange(kept.length > 0 ? (Object.fromEntries(kept) as Audience) : { all: true });
        }}
      />
      <div className="flex min-h-7 flex-wrap items-center gap-x-2 text-sm tabular-nums">
        <p role="status" className="text-muted-foreground">
          {count ? (
            <>
              <span className="font-medium text-foreground">
                {query.all
                  ? t("people_everybody", { count: count.total })
                  : t("reaches", { count: count.total })}
              </span>
              {left > 0 ? ` · ${t("people_left", { count: left })}` : null}
            </>
          ) : null}
        </p>
        {count ? (
          <Button variant="link" size="inline" onClick={() => set({ people: "reached" }, "push")}>
            {t("people_open")}
          </Button>
        ) : null}
      </div>
      <AudienceSheet
        projectId={projectId}
        query={query}
        count={count}
        campaignId={campaignId}
        mayEdit={!disabled}
      />
    </fieldset>
  );
}
