"use client";

import { useId } from "react";
import { useTranslations } from "use-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { BodyField } from "./body-field";
import { insertAtCaret } from "./insert";
import { MergeMenu } from "./merge-menu";
import type { Writing } from "./writing";

/** The words of a mail: subject, preview line, body. */
export function MailWriting({ draft, change, errors, disabled }: Writing) {
  const t = useTranslations("messages");
  const [subjectId, preheaderId] = [useId(), useId()];
  return (
    <>
      <Field
        label={t("subject")}
        error={errors.subject}
        aside={
          disabled ? null : (
            <MergeMenu
              without={["invite.url"]}
              onInsert={(piece) => change({ subject: insertAtCaret(subjectId, draft.subject ?? "", piece) })}
            />
          )
        }
      >
        <Input
          id={subjectId}
          value={draft.subject ?? ""}
          disabled={disabled}
          onChange={(event) => change({ subject: event.target.value || null })}
        />
      </Field>
      <Field label={t("preheader")} help={t("preheaderHelp")} optional error={errors.preheader}>
        <Input
          id={preheaderId}
          value={draft.preheader ?? ""}
          disabled={disabled}
          onChange={(event) => change({ preheader: event.target.value || null })}
        />
      </Field>
      <BodyField
        value={draft.body}
        error={errors.body}
        disabled={disabled}
        onChange={(body) => change({ body })}
      />
    </>
  );
}
