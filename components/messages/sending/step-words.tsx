"use client";

import { useTranslations } from "use-intl";
import { BodyField } from "../body-field";
import { SubjectField } from "../subject-field";
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

function MailStep(writing: Writing) {
  const { draft, change, errors, disabled } = writing;
  return (
    <>
      <SubjectField {...writing} />
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
