"use client";

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
      return (
        <>
          <SubjectField {...writing} />
          <BodyField {...writing} />
        </>
      );
    case "sms":
      return <TextStep {...writing} />;
    default:
      return <TemplateWriting {...writing} projectId={writing.draft.projectId} />;
  }
}

function TextStep(writing: Writing) {
  const { message } = usePreview(writing.draft, null);
  return <TextEditor {...writing} parts={message?.parts} guest={message?.guest?.name} />;
}
