"use client";

import { Lock, LockOpen, RotateCcw } from "lucide-react";
import { useTranslations } from "use-intl";
import { Ago } from "@/components/shell/ago";
import { useWrite } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { type ResolvedSetting, removeValue, resolveSettings, setValue } from "@/lib/settings/contract";
import { definitions, isAbove, type SettingKey } from "@/lib/settings/policy";
import { SettingControl } from "./setting-control";

/** One setting: its words, its value, and where that comes from. */
export function SettingRow({
  name: key,
  found,
  organizationId,
  mayChange,
}: {
  name: SettingKey;
  found: ResolvedSetting;
  organizationId: string;
  mayChange: boolean;
}) {
  const t = useTranslations("settings");
  const set = useWrite(setValue, { refresh: [resolveSettings], quiet: true });
  const remove = useWrite(removeValue, { refresh: [resolveSettings] });
  const place = { scope: "organization" as const, scopeId: organizationId };
  const isHere = found.from === "organization";
  const isLockedAbove = found.locked && found.from !== "default" && isAbove(found.from, "organization");
  const isBusy = set.isPending || remove.isPending;
  const isOpen = mayChange && !isLockedAbove;
  const save = (value: unknown, locked = isHere && found.locked) =>
    set.mutate({ body: { key, ...place, value, locked } });
  const name = t(`names.${key}`);
  const LockSign = found.locked ? Lock : LockOpen;
  return (
    <li className="grid gap-x-6 gap-y-3 border-b py-4 last:border-0 sm:grid-cols-[minmax(0,1fr)_auto]">
      <div className="min-w-0">
        <h3 id={`setting-${key}`} className="font-medium">
          {name}
        </h3>
        <p className="text-muted-foreground">{t(`help.${key}`)}</p>
        <p className="mt-1 flex flex-wrap items-center gap-x-1.5 text-muted-foreground text-sm">
          <span>{t(`from_${found.from}`)}</span>
          {found.setBy?.name ? <span>{t("by", { name: found.setBy.name })}</span> : null}
          {found.setAt ? <Ago at={found.setAt} /> : null}
          {found.locked ? (
            <span className="inline-flex items-center gap-1 text-foreground">
              <Lock aria-hidden className="size-3" />
              {isLockedAbove ? t("lockedAbove", { from: found.from }) : t("lockedHere")}
            </span>
          ) : null}
        </p>
      </div>
      <div className="flex items-start gap-1 sm:justify-self-end">
        <SettingControl
          name={key}
          label={name}
          value={found.value}
          disabled={!isOpen}
          error={set.error}
          onSave={(value) => save(value)}
        />
        {mayChange ? (
          <>
            <Button
              variant="ghost"
              size="icon"
              disabled={!isOpen || isBusy}
              aria-pressed={found.locked}
              aria-label={isHere && found.locked ? t("unlock", { name }) : t("lock", { name })}
              className={cn(!definitions[key].lockable && "invisible")}
              onClick={() => save(found.value, !found.locked)}
            >
              <LockSign aria-hidden />
            </Button>
            <Button
              variant="ghost"
              size="icon"
              disabled={isBusy}
              aria-label={t("resetLabel", { name })}
              className={cn(!isHere && "invisible")}
              onClick={() => remove.mutate({ query: { key, ...place } })}
            >
              <RotateCcw aria-hidden />
            </Button>
          </>
        ) : null}
      </div>
    </li>
  );
}
