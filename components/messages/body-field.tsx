"use client";

import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { Field } from "@/components/ui/field";
import { Segmented } from "@/components/ui/segmented";
import { Textarea } from "@/components/ui/textarea";
import { BlockEditor } from "./blocks/block-editor";
import { insertAtCaret } from "./insert";
import { MergeMenu } from "./merge-menu";
import type { Writing } from "./writing";

/** The body of a mail, as blocks or as the one text they are. */
export function BodyField({ draft, change, errors, disabled }: Writing) {
  const { body: value } = draft;
  const { body: error } = errors;
  const onChange = (body: string) => change({ body });
  const t = useTranslations("messages");
  const [as, setAs] = useState<"blocks" | "text">("blocks");
  const [textId, labelId] = [useId(), useId()];
  const choice = (
    <Segmented
      label={t("bodyAs")}
      value={as}
      onChange={setAs}
      className="-my-1.5"
      choices={[
        { value: "blocks", content: t("bodyAsBlocks") },
        { value: "text", content: t("bodyAsText") },
      ]}
    />
  );
  if (as === "text") {
    return (
      <Field
        label={t("body")}
        help={t("bodyHelp")}
        error={error}
        aside={
          <span className="flex items-center gap-2">
            {disabled ? null : (
              <MergeMenu onInsert={(piece) => onChange(insertAtCaret(textId, value, piece))} />
            )}
            {choice}
          </span>
        }
      >
        <Textarea
          id={textId}
          value={value}
          disabled={disabled}
          className="min-h-56"
          onChange={(event) => onChange(event.target.value)}
        />
      </Field>
    );
  }
  return (
    <div className="grid grid-cols-1 gap-2.5">
      <div className="flex min-h-5 items-baseline justify-between gap-3">
        <span id={labelId} className="font-medium">
          {t("body")}
        </span>
        {choice}
      </div>
      <BlockEditor value={value} onChange={onChange} disabled={disabled} labelledBy={labelId} />
      {error ? (
        <p role="alert" className="text-destructive text-sm">
          {error}
        </p>
      ) : (
        <p className="text-muted-foreground text-sm">{t("blockHelp")}</p>
      )}
    </div>
  );
}
