"use client";

import { useTranslations } from "use-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { BodyField } from "./body-field";
import { SubjectField } from "./subject-field";
import type { Writing } from "./writing";

/** The words of a mail: subject, preview line, body. */
export function MailWriting(writing: Writing) {
  const { draft, change, errors, disabled } = writing;
  const t = useTranslations("messages");
  return (
    <>
      <SubjectField {...writing} />
      <Field label={t("preheader")} help={t("preheaderHelp")} optional error={errors.preheader}>
        <Input
          value={draft.preheader ?? ""}
          disabled={disabled}
          onChange={(event) => change({ preheader: event.target.value || null })}
        />
      </Field>
      <BodyField {...writing} />
    </>
  );
}
