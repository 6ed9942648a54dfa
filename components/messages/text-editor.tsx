"use client";

import { type ReactNode, useId } from "react";
import { useTranslations } from "use-intl";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { insertAtCaret } from "./insert";
import { MergeMenu } from "./merge-menu";
import { type Parts, TextCount } from "./text-count";

/** The words of a text message with merge fields, and below them in how many parts they travel. */
export function TextEditor({
  value,
  onChange,
  label,
  error,
  disabled = false,
  parts = null,
  longest = null,
  guest = null,
  children,
}: {
  value: string;
  onChange: (value: string) => void;
  label: string;
  error?: string;
  disabled?: boolean;
  /** As filled for the guest whose preview is shown (`usePreview`), and for the guest whose text is the longest. */
  parts?: Parts | null;
  longest?: Parts | null;
  guest?: string | null;
  /** What else is to be said below the count. */
  children?: ReactNode;
}) {
  const t = useTranslations("messages");
  const id = useId();
  return (
    <div className="grid gap-1.5">
      <Field
        label={label}
        error={error}
        aside={
          disabled ? null : <MergeMenu onInsert={(piece) => onChange(insertAtCaret(id, value, piece))} />
        }
      >
        <Textarea
          id={id}
          value={value}
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
