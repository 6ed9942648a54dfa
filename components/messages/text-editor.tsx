"use client";

import { type ReactNode, useId } from "react";
import { useTranslations } from "use-intl";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { insertAtCaret } from "./insert";
import { MergeMenu } from "./merge-menu";
import { type Parts, TextCount } from "./text-count";
import type { Writing } from "./writing";

/** The words of a text message with merge fields, and below them in how many parts they travel. */
export function TextEditor({
  draft,
  change,
  errors,
  disabled,
  parts = null,
  longest = null,
  guest = null,
  children,
}: Writing & {
  /** As filled for the guest whose preview is shown (`usePreview`), and for the guest whose text is the longest. */
  parts?: Parts | null;
  longest?: Parts | null;
  guest?: string | null;
  /** What else is to be said below the count. */
  children?: ReactNode;
}) {
  const t = useTranslations("messages");
  const onChange = (body: string) => change({ body });
  const id = useId();
  return (
    <div className="grid gap-1.5">
      <Field
        label={t("textBody")}
        error={errors.body}
        aside={
          disabled ? null : <MergeMenu onInsert={(piece) => onChange(insertAtCaret(id, draft.body, piece))} />
        }
      >
        <Textarea
          id={id}
          value={draft.body}
          disabled={disabled}
          className="min-h-28"
          onChange={(event) => onChange(event.target.value)}
        />
      </Field>
      <div className="grid gap-1 text-muted-foreground text-sm">
        {parts ? <TextCount parts={parts} longest={longest} guest={guest} /> : null}
        <p>{t("textHelp")}</p>
        {children}
      </div>
    </div>
  );
}
