"use client";

import { Download } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Filter } from "@/components/shell/filter";
import { SearchBox } from "@/components/shell/search-box";
import { useAddress } from "@/components/shell/use-address";
import { usePages } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import { exportAudit, listAudit } from "@/lib/audit/contract";
import { address } from "@/lib/http/client";
import { AuditCount, AuditList, WhenFilter } from "./audit-list";
import { auditInput } from "./reads";

const kinds = ["user", "apiKey", "guest", "job", "webhook"] as const;
const nouns = [
  "project",
  "event",
  "guest",
  "import",
  "invite",
  "form",
  "site",
  "campaign",
  "member",
  "setting",
  "job",
];

/** An organization's log: who did what to what, before and after. */
export function AuditScreen({ organizationId }: { organizationId: string }) {
  const t = useTranslations("audit");
  const { search, set } = useAddress();
  const [opened] = useState(() => Date.now());
  const given = auditInput(organizationId, search, opened);
  const read = usePages(listAudit, given);
  const isFiltered = ["q", "who", "about", "when"].some((name) => search.get(name));
  const { limit: _, ...filters } = given.query;
  const file = address(exportAudit, given.params, filters);
  return (
    <>
      <header className="flex items-center justify-between gap-4 px-4 pt-5 pb-4 md:px-8 md:pt-6">
        <h1 className="font-semibold text-lg">{t("title")}</h1>
        <Button asChild>
          <a href={file} download>
            <Download aria-hidden />
            {t("export")}
          </a>
        </Button>
      </header>
      <div className="flex flex-wrap items-center gap-2 px-4 pb-3 md:px-8">
        <SearchBox
          value={search.get("q") ?? ""}
          onChange={(q) => set({ q })}
          label={t("search")}
          className="w-full sm:w-72"
        />
        <Filter
          label={t("who")}
          value={search.get("who")}
          onChange={(who) => set({ who })}
          choices={kinds.map((kind) => ({ value: kind, label: t(`actor_${kind}`) }))}
        />
        <Filter
          label={t("what")}
          value={search.get("about")}
          onChange={(about) => set({ about })}
          choices={nouns.map((noun) => ({ value: noun, label: noun }))}
        />
        <WhenFilter value={search.get("when")} onChange={(when) => set({ when })} />
        <AuditCount read={read} />
      </div>
      <AuditList
        read={read}
        onClear={isFiltered ? () => set({ q: null, who: null, about: null, when: null }) : null}
      />
    </>
  );
}
