"use client";

import { useId } from "react";
import { useTranslations } from "use-intl";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import type { Part } from "./when-and-how";

const daytime = { start: "09:00", end: "20:00" };

/** The hours in which a message may reach people, and how fast it leaves. */
export function HoursAndPace({ campaign, disabled, errors, onChange }: Part) {
  const t = useTranslations("sending");
  const id = useId();
  const { sendWindow, perMinute } = campaign;
  return (
    <div className="grid gap-3">
      <div className="flex items-start gap-2.5">
        <Checkbox
          id={id}
          className="mt-0.5"
          checked={sendWindow !== null}
          disabled={disabled}
          onCheckedChange={(on) => onChange({ sendWindow: on === true ? daytime : null })}
        />
        <div>
          <Label htmlFor={id} className="font-normal">
            {t("hours")}
          </Label>
          <p className="text-muted-foreground text-sm">{t("hoursHelp")}</p>
        </div>
      </div>
      {sendWindow ? (
        <div className="grid grid-cols-2 gap-3">
          {(["start", "end"] as const).map((side) => (
            <Field key={side} label={t(side === "start" ? "from" : "until")}>
              <Input
                type="time"
                value={sendWindow[side]}
                disabled={disabled}
                onChange={({ target }) =>
                  target.value && onChange({ sendWindow: { ...sendWindow, [side]: target.value } })
                }
              />
            </Field>
          ))}
        </div>
      ) : null}
      <Field label={t("perMinute")} help={t("perMinuteHelp")} optional error={errors.perMinute}>
        <Input
          type="number"
          inputMode="numeric"
          min={1}
          max={100_000}
          defaultValue={perMinute ?? ""}
          disabled={disabled}
          onChange={({ target }) => {
            const next = target.value === "" ? null : target.valueAsNumber;
            if (next === null || (Number.isInteger(next) && next >= 1 && next <= 100_000))
              onChange({ perMinute: next });
          }}
        />
      </Field>
    </div>
  );
}
