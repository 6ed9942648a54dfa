"use client";

import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { fieldErrors, useSentence } from "@/components/shell/use-contract";
import { cn } from "@/components/ui/cn";
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
  const isList = Array.isArray(definitions[name].default);
  const written = Array.isArray(value) ? value.join(" ") : String(value);
  const [text, setText] = useState(written);
  useEffect(() => setText(written), [written]);
  const wrong = error ? (firstOf(fieldErrors(error)) ?? sentence(error)) : null;
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
    if (text === written) return;
    if (isList) return onSave(text.split(/[\s,]+/).filter(Boolean));
    onSave(isNumber && text.trim() !== "" ? Number(text) : text.trim());
  };
  return (
    <div className={cn("grid gap-1", isList ? "w-44 sm:w-80" : "w-44")}>
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
          if (event.key === "Escape") setText(written);
        }}
      />
      {wrong ? <Wrong>{wrong}</Wrong> : null}
    </div>
  );
}

/** What is wrong with the value, or with one of its parts. */
const firstOf = (errors: Record<string, string>) =>
  Object.entries(errors).find(([path]) => path === "value" || path.startsWith("value."))?.[1];

const Wrong = ({ children }: { children: string }) => (
  <p role="alert" className="max-w-56 text-destructive text-sm">
    {children}
  </p>
);
