"use client";

import { useTranslations } from "use-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { Campaign } from "@/lib/messaging/contract";

type Trigger = NonNullable<Campaign["trigger"]>;
const repeats = [0, 1, 2, 3, 5, 7, 14];
const attendances = ["any", "attending", "declined", "maybe"] as const;

/** The days and hours of a message that leaves by itself. */
export function TriggerFields({
  value,
  zone,
  onChange,
}: {
  value: Trigger;
  zone: string;
  onChange: (trigger: Trigger) => void;
}) {
  const t = useTranslations("sending");
  if (value.kind === "answered") {
    return (
      <Field label={t("attendance")}>
        <Select
          value={value.attendance ?? "any"}
          onChange={({ target }) =>
            onChange({
              ...value,
              attendance:
                (attendances.find(
                  (one) => one === target.value && one !== "any",
                ) as typeof value.attendance) ?? null,
            })
          }
        >
          {attendances.map((one) => (
            <option key={one} value={one}>
              {t(`attendance_${one}`)}
            </option>
          ))}
        </Select>
      </Field>
    );
  }
  const clock = (
    <Field label={t("clock")} help={t("timeHelp", { zone: zone.replaceAll("_", " ") })}>
      <Input
        type="time"
        value={value.at}
        onChange={({ target }) => target.value && onChange({ ...value, at: target.value })}
      />
    </Field>
  );
  if (value.kind === "after_event") {
    return (
      <div className="grid gap-3 sm:grid-cols-2">
        <NumberField
          label={t("daysAfter")}
          value={value.days}
          min={0}
          max={60}
          onChange={(days) => onChange({ ...value, days })}
        />
        {clock}
      </div>
    );
  }
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <NumberField
        label={t("daysBefore")}
        value={value.daysBefore}
        min={1}
        max={90}
        onChange={(daysBefore) => onChange({ ...value, daysBefore })}
      />
      <Field label={t("everyDays")}>
        <Select
          value={value.everyDays ?? 0}
          onChange={({ target }) => onChange({ ...value, everyDays: Number(target.value) || null })}
        >
          {[...new Set([...repeats, value.everyDays ?? 0])].map((count) => (
            <option key={count} value={count}>
              {count === 0 ? t("every_0") : t("every", { count })}
            </option>
          ))}
        </Select>
      </Field>
      {clock}
    </div>
  );
}

/** A whole number between two ends; what lies outside of them is not handed on. */
export function NumberField({
  label,
  value,
  min,
  max,
  onChange,
}: {
  label: string;
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
}) {
  return (
    <Field label={label}>
      <Input
        key={label}
        type="number"
        inputMode="numeric"
        min={min}
        max={max}
        defaultValue={value}
        onChange={({ target }) => {
          const next = target.valueAsNumber;
          if (Number.isInteger(next) && next >= min && next <= max) onChange(next);
        }}
      />
    </Field>
  );
}
