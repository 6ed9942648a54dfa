"use client";

import { useTranslations } from "use-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { TypedBlock } from "@/lib/scene/typed-body";

type ButtonBlock = Extract<TypedBlock, { kind: "button" }>;
const OWN = "{{invite.url}}";
// What parseBody takes for an address; anything else would stand in the mail as words.
const ADDRESS = /^(?:https?:\/\/[^\s()]+|mailto:[^\s()]+|tel:[+\d\s.-]+)$/i;

/** What a button says and where it leads: each guest's own page, or one address for all. */
export function ButtonFields({
  value,
  onChange,
  disabled,
}: {
  value: ButtonBlock;
  onChange: (block: ButtonBlock) => void;
  disabled: boolean;
}) {
  const t = useTranslations("messages");
  const isOwn = value.href === OWN;
  return (
    <div className="grid gap-3 px-2.5 pb-3 sm:grid-cols-2">
      <Field label={t("buttonLabel")}>
        <Input
          value={value.label}
          disabled={disabled}
          placeholder={t("buttonLabelNone")}
          onChange={(event) => onChange({ ...value, label: event.target.value })}
        />
      </Field>
      <Field label={t("buttonTo")}>
        <Select
          value={isOwn ? "own" : "other"}
          disabled={disabled}
          onChange={(event) => onChange({ ...value, href: event.target.value === "own" ? OWN : "https://" })}
        >
          <option value="own">{t("buttonToOwn")}</option>
          <option value="other">{t("buttonToOther")}</option>
        </Select>
      </Field>
      {isOwn ? null : (
        <Field
          label={t("buttonAddress")}
          className="sm:col-span-2"
          error={ADDRESS.test(value.href) ? undefined : t("buttonAddressWrong")}
        >
          <Input
            type="url"
            value={value.href}
            disabled={disabled}
            onChange={(event) => onChange({ ...value, href: event.target.value })}
          />
        </Field>
      )}
    </div>
  );
}
