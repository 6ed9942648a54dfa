"use client";

import { type ComponentProps, useEffect, useState } from "react";
import { fieldErrors } from "@/components/shell/use-contract";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";

type InlineFieldProps = {
  label: string;
  help?: string;
  value: string;
  /** The field's name in the contract, whose refusals are shown here. */
  name: string;
  onSave: (value: string) => Promise<unknown>;
  required?: string;
  long?: boolean;
  disabled?: boolean;
  input?: ComponentProps<"input">;
};

/** A field that saves itself when one leaves it or presses Enter; Escape puts back what was there. */
export function InlineField({
  label,
  help,
  value,
  name,
  onSave,
  required,
  long,
  disabled,
  input,
}: InlineFieldProps) {
  const [text, setText] = useState(value);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => setText(value), [value]);
  const save = async () => {
    const next = long ? text.trimEnd() : text.trim();
    if (next === value) return setText(value);
    if (required && next === "") return setError(required);
    setError(null);
    try {
      await onSave(next);
    } catch (refusal) {
      setError(fieldErrors(refusal)[name] ?? (refusal instanceof Error ? refusal.message : null));
      setText(next);
    }
  };
  const shared = {
    value: text,
    disabled,
    onBlur: () => void save(),
  };
  return (
    <Field label={label} help={help} error={error}>
      {long ? (
        <Textarea {...shared} onChange={(event) => setText(event.target.value)} />
      ) : (
        <Input
          {...input}
          {...shared}
          data-escape={text === value ? undefined : ""}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") void save();
            if (event.key === "Escape" && text !== value) {
              event.stopPropagation();
              setText(value);
              setError(null);
            }
          }}
        />
      )}
    </Field>
  );
}
