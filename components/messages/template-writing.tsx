"use client";

import { useId } from "react";
import { useTranslations } from "use-intl";
import { useRead, useSentence } from "@/components/shell/use-contract";
import { Alert } from "@/components/ui/alert";
import { ErrorState } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { listTemplates } from "@/lib/messaging/whatsapp/contract";
import { insertAtCaret } from "./insert";
import { MergeMenu } from "./merge-menu";
import { TemplateChoice } from "./template-choice";
import type { Writing } from "./writing";

/** A message by WhatsApp: one of the approved templates, and what fills it for each guest. */
export function TemplateWriting({ projectId, ...writing }: Writing & { projectId: string }) {
  const t = useTranslations("messages");
  const sentence = useSentence();
  const { draft, change, disabled } = writing;
  const read = useRead(listTemplates, { params: { id: projectId } });
  const templates = read.data?.data ?? [];
  const chosen = templates.find(({ id }) => id === draft.templateId);
  if (read.isError && !read.data) {
    return (
      <ErrorState title={t("templatesFailed")} onRetry={() => void read.refetch()} busy={read.isFetching}>
        {sentence(read.error)}
      </ErrorState>
    );
  }
  if (!read.data) return <Skeleton className="h-28 w-full" />;
  return (
    <>
      <fieldset className="grid grid-cols-1 gap-1.5" disabled={disabled}>
        <legend className="mb-1.5 font-medium">{t("template")}</legend>
        {templates.length === 0 ? (
          <Alert title={t("templatesNone")} />
        ) : (
          <TemplateChoice
            templates={templates}
            value={draft.templateId}
            disabled={disabled}
            onChange={(templateId) => change({ templateId })}
          />
        )}
        {draft.templateId && !chosen ? <Alert live tone="error" title={t("templateGone")} /> : null}
        {chosen?.category === "marketing" ? <Alert tone="warning" title={t("templateUs")} /> : null}
        <p className="text-muted-foreground text-sm">{t("templateHelp")}</p>
      </fieldset>
      {chosen && chosen.variables.length > 0 ? (
        <fieldset className="grid grid-cols-1 gap-3">
          <legend className="mb-1.5 font-medium">{t("templateVariables")}</legend>
          {chosen.variables.map((name) => (
            <Variable key={name} name={name} {...writing} />
          ))}
        </fieldset>
      ) : null}
    </>
  );
}

function Variable({ name, draft, change, errors, disabled }: Writing & { name: string }) {
  const t = useTranslations("messages");
  const id = useId();
  const value = draft.templateVariables[name] ?? "";
  const write = (words: string) =>
    change({ templateVariables: { ...draft.templateVariables, [name]: words } });
  return (
    <Field
      label={t("templateVariable", { name: `{{${name}}}` })}
      error={errors[`templateVariables.${name}`]}
      aside={disabled ? null : <MergeMenu onInsert={(piece) => write(insertAtCaret(id, value, piece))} />}
    >
      <Input id={id} value={value} disabled={disabled} onChange={(event) => write(event.target.value)} />
    </Field>
  );
}
