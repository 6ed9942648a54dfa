"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Filter } from "@/components/shell/filter";
import { useAddress } from "@/components/shell/use-address";
import { usePages } from "@/components/shell/use-contract";
import { listPlatformAudit } from "@/lib/audit/contract";
import { AuditCount, AuditList, WhenFilter } from "./audit-list";
import { platformInput } from "./reads";

const nouns = ["plan", "setting", "user"] as const;

/** The installation's own log, for its staff: who changed what belongs to no organization. */
export function PlatformAuditScreen() {
  const t = useTranslations("audit");
  const { search, set } = useAddress();
  const [opened] = useState(() => Date.now());
  const read = usePages(listPlatformAudit, platformInput(search, opened));
  const isFiltered = ["about", "when"].some((name) => search.get(name));
  return (
    <>
      <header className="px-4 pt-5 pb-4 md:px-8 md:pt-6">
        <h1 className="font-semibold text-lg">{t("platformTitle")}</h1>
        <p className="text-muted-foreground">{t("platformText")}</p>
      </header>
      <div className="flex flex-wrap items-center gap-2 px-4 pb-3 md:px-8">
        <Filter
          label={t("what")}
          value={search.get("about")}
          onChange={(about) => set({ about })}
          choices={nouns.map((noun) => ({ value: noun, label: t(`kind_${noun}`) }))}
        />
        <WhenFilter value={search.get("when")} onChange={(when) => set({ when })} />
        <AuditCount read={read} />
      </div>
      <AuditList read={read} onClear={isFiltered ? () => set({ about: null, when: null }) : null} />
    </>
  );
}
