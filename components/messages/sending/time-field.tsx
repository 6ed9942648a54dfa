"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { instantAt, localInput } from "@/components/projects/moments";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/** A date and a time by the clocks of the event. One that has passed is told at once, and not handed on. */
export function TimeField({
  value,
  zone,
  error,
  onChange,
}: {
  value: string | null;
  zone: string;
  error?: string;
  onChange: (at: string) => void;
}) {
  const t = useTranslations("sending");
  const [typed, setTyped] = useState<string | null>(null);
  const instantOf = (local: string) => {
    const [date = "", time = ""] = local.split("T");
    return date && time ? instantAt(date, time, zone) : null;
  };
  const asked = typed === null ? null : instantOf(typed);
  const passed = asked !== null && Date.parse(asked) <= Date.now();
  return (
    <Field
      label={t("time")}
      help={t("timeHelp", { zone: zone.replaceAll("_", " ") })}
      error={passed || error ? t("timePassed") : undefined}
    >
      <Input
        type="datetime-local"
        value={typed ?? (value ? localInput(value, zone) : "")}
        onChange={(event) => {
          setTyped(event.target.value);
          const at = instantOf(event.target.value);
          if (at && Date.parse(at) > Date.now()) onChange(at);
        }}
      />
    </Field>
  );
}
