"use client";

import { useTranslations } from "use-intl";
import { usePerson } from "@/components/shell/person";
import { useRead, useSentence } from "@/components/shell/use-contract";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { resolveSettings } from "@/lib/settings/contract";
import { definitions, type SettingKey, settingKeys } from "@/lib/settings/policy";
import { settingsInput } from "./reads";
import { SettingRow } from "./setting-row";
import { Usage } from "./usage";

const groups = ["campaigns", "answers", "events", "confirmations", "projects"] as const;
const inGroup = (group: string) =>
  settingKeys.filter(
    (key: SettingKey) => key.startsWith(`${group}.`) && definitions[key].scopes.includes("organization"),
  );

/** An organization's settings: what holds, where it comes from, who set it and when, and its plan. */
export function SettingsScreen({ organizationId }: { organizationId: string }) {
  const t = useTranslations("settings");
  const sentence = useSentence();
  const membership = usePerson().memberships.find((one) => one.organizationId === organizationId);
  const mayChange = membership?.role === "owner" || membership?.role === "admin";
  const read = useRead(resolveSettings, settingsInput(organizationId));
  return (
    <div className="mx-auto w-full max-w-180 px-4 pt-5 pb-16 md:px-8 md:pt-6">
      <header className="pb-6">
        <h1 className="font-semibold text-lg">{t("title")}</h1>
        <p className="text-muted-foreground">
          {membership ? `${membership.name}. ` : ""}
          {mayChange ? t("intro") : t("readOnly")}
        </p>
      </header>
      {read.isError && !read.data ? (
        <ErrorState title={t("failed")} onRetry={() => void read.refetch()} busy={read.isFetching}>
          {sentence(read.error)}
        </ErrorState>
      ) : (
        <div className="grid gap-8">
          {groups.map((group) => (
            <section key={group} aria-labelledby={`settings-${group}`}>
              <h2 id={`settings-${group}`} className="border-b pb-2 font-semibold">
                {t(`groups.${group}`)}
              </h2>
              <ul>
                {inGroup(group).map((key) => {
                  const found = read.data?.[key];
                  return found ? (
                    <SettingRow
                      key={key}
                      name={key}
                      found={found}
                      organizationId={organizationId}
                      mayChange={mayChange}
                    />
                  ) : (
                    <li
                      key={key}
                      className="flex items-center justify-between gap-6 border-b py-4 last:border-0"
                    >
                      <Skeleton className="h-9 w-64" />
                      <Skeleton className="h-8 w-28" />
                    </li>
                  );
                })}
              </ul>
            </section>
          ))}
          <Usage organizationId={organizationId} />
        </div>
      )}
    </div>
  );
}
