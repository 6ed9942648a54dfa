"use client";

import { useId } from "react";
import { useTranslations } from "use-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { insertAtCaret } from "./insert";
import { MergeMenu } from "./merge-menu";
import type { Writing } from "./writing";

/** The words of a mail: subject, preview line, body. */
export function MailWriting({ draft, change, errors, disabled }: Writing) {
  const t = useTranslations("messages");
  const [subjectId, preheaderId, bodyId] = [useId(), useId(), useId()];
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
      <Field
        label={t("body")}
        help={t("bodyHelp")}
        error={errors.body}
        aside={
          disabled ? null : (
            <MergeMenu onInsert={(piece) => change({ body: insertAtCaret(bodyId, draft.body, piece) })} />
          )
        }
      >
        <Textarea
          id={bodyId}
          value={draft.body}
          disabled={disabled}
          className="min-h-56"
          onChange={(event) => change({ body: event.target.value })}
        />
      </Field>
    </>
  );
}
