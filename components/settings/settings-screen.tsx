"use client";

import { useTranslations } from "use-intl";
import { PageHead } from "@/components/shell/page-head";
import { usePerson } from "@/components/shell/person";
import { Section } from "@/components/shell/section";
import { useRead, useSentence } from "@/components/shell/use-contract";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { resolveSettings } from "@/lib/settings/contract";
import { definitions, type SettingKey, settingKeys } from "@/lib/settings/policy";
import { settingsInput } from "./reads";
import { SettingRow } from "./setting-row";
import { Usage } from "./usage";

const groups = ["campaigns", "answers", "events", "confirmations", "projects", "api"] as const;
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
    <>
      <PageHead title={t("title")}>
        {membership ? `${membership.name}. ` : ""}
        {mayChange ? t("intro") : t("readOnly")}
      </PageHead>
      {read.isError && !read.data ? (
        <ErrorState title={t("failed")} onRetry={() => void read.refetch()} busy={read.isFetching}>
          {sentence(read.error)}
        </ErrorState>
      ) : (
        <>
          {groups.map((group) => (
            <Section key={group} title={t(`groups.${group}`)}>
              <ul className="border-t">
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
            </Section>
          ))}
          <Usage organizationId={organizationId} />
        </>
      )}
    </>
  );
}
