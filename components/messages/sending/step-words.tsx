"use client";

import { useId } from "react";
import { useTranslations } from "use-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { BodyField } from "../body-field";
import { insertAtCaret } from "../insert";
import { MergeMenu } from "../merge-menu";
import { TemplateWriting } from "../template-writing";
import { TextEditor } from "../text-editor";
import { usePreview } from "../use-preview";
import type { Writing } from "../writing";

/** The words of what follows, written as its channel's own messages are; the draft wears them in place of its own. */
export function StepWords(writing: Writing) {
  switch (writing.draft.channel) {
    case "email":
      return <MailStep {...writing} />;
    case "sms":
      return <TextStep {...writing} />;
    default:
      return <TemplateWriting {...writing} projectId={writing.draft.projectId} />;
  }
}

function MailStep({ draft, change, errors, disabled }: Writing) {
  const t = useTranslations("messages");
  const id = useId();
  return (
    <>
      <Field
        label={t("subject")}
        error={errors.subject}
        aside={
          disabled ? null : (
            <MergeMenu
              without={["invite.url"]}
              onInsert={(piece) => change({ subject: insertAtCaret(id, draft.subject ?? "", piece) })}
            />
          )
        }
      >
        <Input
          id={id}
          value={draft.subject ?? ""}
          disabled={disabled}
          onChange={({ target }) => change({ subject: target.value || null })}
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

function TextStep({ draft, change, errors, disabled }: Writing) {
  const t = useTranslations("messages");
  const { message } = usePreview(draft, null);
  return (
    <TextEditor
      label={t("textBody")}
      value={draft.body}
      error={errors.body}
      disabled={disabled}
      parts={message?.parts}
      guest={message?.guest?.name}
      onChange={(body) => change({ body })}
    />
  );
}
