"use client";

import { Plus, X } from "lucide-react";
import { useRef } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import type { Campaign } from "@/lib/messaging/contract";
import { type Channel, wordsOf } from "../starts";
import type { Writing } from "../writing";
import { StepWords } from "./step-words";
import { daysOf } from "./summary";
import { NumberField } from "./trigger-fields";
import type { Part } from "./when-and-how";

type Step = Campaign["fallback"][number];
const channels: Channel[] = ["email", "sms", "whatsapp"];

/** What follows by another channel where nobody answers: how much later, and in which words. */
export function StepsEditor({ campaign, disabled, errors, onChange }: Part) {
  const t = useTranslations("sending");
  const m = useTranslations("messages");
  const { fallback, channel } = campaign;
  const list = useRef<HTMLFieldSetElement>(null);
  const free = channels.filter((one) => one !== channel && fallback.every((step) => step.channel !== one));
  const change = (at: number, values: Partial<Step>) =>
    onChange({ fallback: fallback.map((step, n) => (n === at ? { ...step, ...values } : step)) });
  /** A button that goes away with its press hands the focus on to what came of it. */
  const enter = (selector: string) =>
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(selector)?.focus());
  const add = (one: Channel) => {
    const words = { ...wordsOf(m, "reminder", one), templateId: null, templateVariables: {} };
    onChange({ fallback: [...fallback, { channel: one, afterHours: 48, ...words }] });
    enter(`[data-step="${one}"] input`);
  };
  const remove = (at: number) => {
    const { channel: one } = fallback[at]!;
    onChange({ fallback: fallback.filter((_, n) => n !== at) });
    enter(`[data-add="${one}"]`);
  };
  return (
    <fieldset ref={list} className="grid grid-cols-1 gap-3">
      <legend className="font-medium">{t("steps")}</legend>
      <p className="text-muted-foreground text-sm">{t("stepsHelp")}</p>
      {fallback.map((step, at) => (
        <div
          key={step.channel}
          data-step={step.channel}
          className="grid grid-cols-1 gap-3 rounded-md border px-3 pt-2 pb-3"
        >
          <div className="flex items-center justify-between gap-3">
            <h3 className="font-medium">{t(`Channel_${step.channel}`)}</h3>
            {disabled ? null : (
              <Button
                variant="ghost"
                size="icon-sm"
                aria-label={t("removeStep", { channel: t(`channel_${step.channel}`) })}
                onClick={() => remove(at)}
              >
                <X aria-hidden />
              </Button>
            )}
          </div>
          <NumberField
            label={t("stepDays")}
            value={daysOf(step.afterHours)}
            min={1}
            max={30}
            onChange={(days) => change(at, { afterHours: days * 24 })}
          />
          <StepWords {...writingOf(campaign, step, at, { disabled, errors })} change={(p) => change(at, p)} />
        </div>
      ))}
      {disabled || free.length === 0 ? null : (
        <div className="flex flex-wrap gap-2">
          {free.map((one) => (
            <Button key={one} data-add={one} onClick={() => add(one)}>
              <Plus aria-hidden />
              {t("addStep", { channel: t(`channel_${one}`) })}
            </Button>
          ))}
        </div>
      )}
    </fieldset>
  );
}

/** The draft as it is written in a step, and what was refused of that step. */
function writingOf(
  campaign: Campaign,
  { channel, subject, body, templateId, templateVariables }: Step,
  at: number,
  { disabled, errors }: Pick<Part, "disabled" | "errors">,
): Omit<Writing, "change"> {
  const prefix = `fallback.${at}.`;
  const own = Object.entries(errors).flatMap(([path, said]) =>
    path.startsWith(prefix) ? [[path.slice(prefix.length), said] as const] : [],
  );
  const draft = { ...campaign, channel, subject, body, templateId, templateVariables };
  return { draft, errors: Object.fromEntries(own), disabled };
}
