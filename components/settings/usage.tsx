"use client";

import { useFormatter, useTranslations } from "use-intl";
import { Section } from "@/components/shell/section";
import { useRead } from "@/components/shell/use-contract";
import { Progress } from "@/components/ui/progress";
import { Skeleton } from "@/components/ui/skeleton";
import { resolveEntitlements } from "@/lib/entitlements/contract";
import { type LimitKey, limitKeys } from "@/lib/entitlements/policy";
import { usageInput } from "./reads";

/** The plan, and how much of each limit is in use. */
export function Usage({ organizationId }: { organizationId: string }) {
  const t = useTranslations("settings");
  const format = useFormatter();
  const { data } = useRead(resolveEntitlements, usageInput(organizationId));
  // Photos are counted in bytes and said in megabytes.
  const say = (key: LimitKey, n: number) =>
    key === "photoBytes"
      ? format.number(n / 1_000_000, { style: "unit", unit: "megabyte", maximumFractionDigits: 0 })
      : format.number(n);
  return (
    <Section title={data ? t("plan", { name: data.plan.name }) : t("usage")}>
      {data ? (
        <ul className="grid gap-x-8 gap-y-4 border-t py-4 sm:grid-cols-2">
          {limitKeys.map((key) => {
            const { limit, used } = data.limits[key];
            const words =
              limit === null
                ? t("usageNoLimit", { used: say(key, used) })
                : t("usageOf", { used: say(key, used), limit: say(key, limit) });
            return (
              <li key={key} className="grid content-start gap-1.5">
                <div className="flex items-baseline justify-between gap-4">
                  <span>{t(`limit_${key}`)}</span>
                  <span className="text-muted-foreground text-sm tabular-nums">{words}</span>
                </div>
                {limit !== null && limit > 0 ? (
                  <div>
                    <Progress
                      value={Math.min(used, limit)}
                      max={limit}
                      label={`${t(`limit_${key}`)}: ${words}`}
                    />
                    {used >= limit ? <p className="mt-1 text-muted-foreground text-sm">{t("full")}</p> : null}
                  </div>
                ) : null}
              </li>
            );
          })}
        </ul>
      ) : (
        <div className="grid gap-4 border-t py-4 sm:grid-cols-2">
          {limitKeys.map((key) => (
            <Skeleton key={key} className="h-6" />
          ))}
        </div>
      )}
    </Section>
  );
}
