"use client";

import { Check } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { Ago } from "@/components/shell/ago";
import { CopyButton } from "@/components/shell/copy-button";
import { fieldErrors, useRead, useSentence, useWrite } from "@/components/shell/use-contract";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import {
  type SiteDomain as Domain,
  getSiteDomain,
  listSites,
  type Site,
  updateSite,
  verifySiteDomain,
} from "@/lib/sites/contract";

/** How often an unfinished domain is read again while one looks (ms); the server looks it up by itself. */
const EVERY = 5_000;
const tones = { pending: "amber", verified: "blue", active: "green" } as const;

/** A domain of the host's own: asked for, proved by its records, watched until it is active. */
export function SiteDomain({
  projectId,
  site,
  mayEdit,
}: {
  projectId: string;
  site: Site;
  mayEdit: boolean;
}) {
  const t = useTranslations("sites");
  return (
    <section aria-labelledby="own-domain" className="grid gap-3 border-t pt-6">
      <div>
        <h2 id="own-domain" className="font-semibold">
          {t("domainTitle")}
        </h2>
        <p className="text-muted-foreground text-sm">{t("domainHelp")}</p>
      </div>
      {site.customDomain ? (
        <DomainSteps key={site.customDomain} projectId={projectId} site={site} mayEdit={mayEdit} />
      ) : (
        <DomainForm projectId={projectId} site={site} mayEdit={mayEdit} />
      )}
    </section>
  );
}

function DomainForm({ projectId, site, mayEdit }: { projectId: string; site: Site; mayEdit: boolean }) {
  const t = useTranslations("sites");
  const sentence = useSentence();
  const [text, setText] = useState("");
  const save = useWrite(updateSite, { quiet: true, refresh: [listSites, getSiteDomain] });
  const refusal = save.error ? (fieldErrors(save.error).customDomain ?? sentence(save.error)) : undefined;
  return (
    <form
      noValidate
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ params: { id: projectId, siteId: site.id }, body: { customDomain: text } });
      }}
    >
      <Field label={t("domainLabel")} error={refusal}>
        <Input
          value={text}
          disabled={!mayEdit}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          inputMode="url"
          maxLength={253}
          onChange={(event) => {
            setText(event.target.value);
            save.reset();
          }}
        />
      </Field>
      {mayEdit && text.trim() !== "" ? (
        <div>
          <Button type="submit" busy={save.isPending}>
            {t("domainAdd")}
          </Button>
        </div>
      ) : null}
    </form>
  );
}

function DomainSteps({ projectId, site, mayEdit }: { projectId: string; site: Site; mayEdit: boolean }) {
  const t = useTranslations("sites");
  const sentence = useSentence();
  const read = useRead(
    getSiteDomain,
    { params: { id: site.id } },
    { every: site.customDomainStatus === "active" ? false : EVERY },
  );
  const verify = useWrite(verifySiteDomain, { refresh: [getSiteDomain, listSites] });
  const remove = useWrite(updateSite, {
    refresh: [listSites, getSiteDomain],
    onSuccess: (saved) => toast.success(t("domainRemoved", { address: new URL(saved.url).host })),
  });
  const domain = read.data;
  if (!domain) {
    return read.error ? (
      <p className="text-destructive text-sm">{sentence(read.error)}</p>
    ) : (
      <Skeleton className="h-24 w-full" />
    );
  }
  const isDone = domain.status === "active" && !domain.error;
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="min-w-0 break-all font-medium">{domain.domain}</span>
        <Badge tone={domain.error === "taken" ? "red" : tones[domain.status]}>
          {t(`domain_${domain.status}`)}
        </Badge>
      </div>
      <p
        role="status"
        className={
          domain.error && domain.checkedAt ? "text-warning text-sm" : "text-muted-foreground text-sm"
        }
      >
        {isDone
          ? t("domainActive")
          : domain.checkedAt && domain.message
            ? domain.message
            : domain.status === "verified" && domain.certificate === "pending"
              ? t("domainCertificate")
              : t("domainSteps")}
        {domain.failingSince ? ` ${t("domainFailing")}` : null}
      </p>
      {isDone ? null : (
        <ol className="grid gap-3">
          {domain.records.map((record, at) => (
            <DomainRecord key={`${record.type} ${record.name}`} record={record} at={at} />
          ))}
        </ol>
      )}
      <div className="flex flex-wrap items-center gap-2">
        {mayEdit ? (
          <>
            <Button busy={verify.isPending} onClick={() => verify.mutate({ params: { id: site.id } })}>
              {t("domainCheck")}
            </Button>
            <Button
              variant="ghost"
              busy={remove.isPending}
              onClick={() =>
                remove.mutate({ params: { id: projectId, siteId: site.id }, body: { customDomain: null } })
              }
            >
              {t("domainRemove")}
            </Button>
          </>
        ) : null}
        {domain.checkedAt ? (
          <span className="text-muted-foreground text-sm">
            {t("domainChecked")} <Ago at={domain.checkedAt} />
          </span>
        ) : null}
      </div>
    </div>
  );
}

function DomainRecord({ record, at }: { record: Domain["records"][number]; at: number }) {
  const t = useTranslations("sites");
  const found = record.status === "found";
  const purpose = (["recordProof", "recordWay"] as const)[at] ?? "recordMore";
  return (
    <li className="grid gap-2 rounded-md border p-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="text-sm">{t(purpose)}</span>
        <Badge tone={found ? "green" : record.status === "different" ? "red" : "neutral"}>
          {found ? <Check aria-hidden /> : null}
          {t(`record_${record.status}`)}
        </Badge>
      </div>
      <dl className="grid gap-1 text-sm">
        <RecordLine
          label={`${record.type} · ${t("recordName")}`}
          value={record.name}
          copy={t("recordCopyName")}
        />
        <RecordLine label={t("recordValue")} value={record.value} copy={t("recordCopyValue")} />
      </dl>
      {record.status === "different" ? (
        <p className="break-all text-muted-foreground text-sm">
          {t("recordFound", { values: record.found.join(", ") })}
        </p>
      ) : null}
    </li>
  );
}

function RecordLine({ label, value, copy }: { label: string; value: string; copy: string }) {
  const t = useTranslations("sites");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-2">
      <div className="min-w-0">
        <dt className="text-muted-foreground text-xs">{label}</dt>
        <dd className="break-all font-mono text-xs">{value}</dd>
      </div>
      <CopyButton text={value} label={copy} said={t("copied")} />
    </div>
  );
}
