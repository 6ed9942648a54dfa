"use client";

import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { fieldErrors, useSentence } from "@/components/shell/use-contract";
import { Input } from "@/components/ui/input";
import { Segmented } from "@/components/ui/segmented";
import { definitions, type SettingKey } from "@/lib/settings/policy";

/** The control that fits a setting's type; it saves when one is done with it. */
export function SettingControl({
  name,
  label,
  value,
  disabled,
  error,
  onSave,
}: {
  name: SettingKey;
  label: string;
  value: unknown;
  disabled: boolean;
  error: unknown;
  onSave: (value: unknown) => void;
}) {
  const t = useTranslations("settings");
  const sentence = useSentence();
  const [text, setText] = useState(String(value));
  useEffect(() => setText(String(value)), [value]);
  const wrong = error ? (fieldErrors(error).value ?? sentence(error)) : null;
  const isNumber = typeof definitions[name].default === "number";
  if (typeof value === "boolean") {
    const words = { on: t("on"), off: t("off") };
    return (
      <fieldset disabled={disabled} className="grid justify-items-end gap-1 disabled:opacity-60">
        <Segmented
          label={label}
          value={value ? "on" : "off"}
          onChange={(next) => disabled || onSave(next === "on")}
          choices={[
            { value: "on", content: words.on },
            { value: "off", content: words.off },
          ]}
        />
        {wrong ? <Wrong>{wrong}</Wrong> : null}
      </fieldset>
    );
  }
  const done = () => {
    if (text === String(value)) return;
    onSave(isNumber && text.trim() !== "" ? Number(text) : text.trim());
  };
  return (
    <div className="grid w-44 gap-1">
      <Input
        aria-label={label}
        aria-invalid={wrong ? true : undefined}
        inputMode={isNumber ? "numeric" : undefined}
        disabled={disabled}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={done}
        onKeyDown={(event) => {
          if (event.key === "Enter") done();
          if (event.key === "Escape") setText(String(value));
        }}
      />
      {wrong ? <Wrong>{wrong}</Wrong> : null}
    </div>
  );
}

const Wrong = ({ children }: { children: string }) => (
  <p role="alert" className="max-w-56 text-destructive text-sm">
    {children}
  </p>
);
