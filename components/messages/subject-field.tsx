"use client";

import { useId } from "react";
import { useTranslations } from "use-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { insertAtCaret } from "./insert";
import { MergeMenu } from "./merge-menu";
import type { Writing } from "./writing";

/** A mail's subject, with the menu of what may be merged into it. */
export function SubjectField({ draft, change, errors, disabled }: Writing) {
  const t = useTranslations("messages");
  const id = useId();
  return (
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
        onChange={(event) => change({ subject: event.target.value || null })}
      />
    </Field>
  );
}
