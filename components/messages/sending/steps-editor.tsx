"use client";

import { Plus, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { daysOf } from "./summary";
import { NumberField } from "./trigger-fields";
import type { Part } from "./when-and-how";

// WhatsApp needs an approved template, which is chosen where its messages are written.
const offered = ["email", "sms"] as const;

/** What follows by another channel where nobody answers: how much later, and in which words. */
export function StepsEditor({ campaign, disabled, errors, onChange }: Part) {
  const t = useTranslations("sending");
  const { fallback, channel } = campaign;
  const free = offered.filter((one) => one !== channel && fallback.every((step) => step.channel !== one));
  const change = (at: number, values: Partial<(typeof fallback)[number]>) =>
    onChange({ fallback: fallback.map((step, n) => (n === at ? { ...step, ...values } : step)) });
  return (
    <fieldset className="grid gap-3">
      <legend className="font-medium">{t("steps")}</legend>
      <p className="text-muted-foreground text-sm">{t("stepsHelp")}</p>
      {fallback.map((step, at) => (
        <div key={step.channel} className="grid gap-3 rounded-md bg-muted p-3">
          <div className="flex items-center justify-between gap-3">
            <h3 className="font-medium">{t(`Channel_${step.channel}`)}</h3>
            <Button
              variant="ghost"
              size="icon-sm"
              disabled={disabled}
              aria-label={t("removeStep", { channel: t(`channel_${step.channel}`) })}
              onClick={() => onChange({ fallback: fallback.filter((_, n) => n !== at) })}
            >
              <X aria-hidden />
            </Button>
          </div>
          <NumberField
            label={t("stepDays")}
            value={daysOf(step.afterHours)}
            min={1}
            max={30}
            onChange={(days) => change(at, { afterHours: days * 24 })}
          />
          <Field
            label={t("stepBody")}
            error={errors[`fallback.${at}.body`]}
            aside={t("characters", { count: step.body.length })}
          >
            <Textarea
              value={step.body}
              disabled={disabled}
              className="min-h-24"
              onChange={({ target }) => change(at, { body: target.value })}
            />
          </Field>
        </div>
      ))}
      {disabled
        ? null
        : free.map((one) => (
            <Button
              key={one}
              className="justify-self-start"
              onClick={() =>
                onChange({
                  fallback: [
                    ...fallback,
                    {
                      ...{ channel: one, afterHours: 48, subject: null, body: t.raw("stepWords") as string },
                      ...{ templateId: null, templateVariables: {} },
                    },
                  ],
                })
              }
            >
              <Plus aria-hidden />
              {t("addStep", { channel: t(`channel_${one}`) })}
            </Button>
          ))}
    </fieldset>
  );
}
