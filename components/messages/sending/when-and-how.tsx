"use client";

import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { RadioGroup, RadioItem } from "@/components/ui/radio";
import type { Campaign } from "@/lib/messaging/contract";
import { HoursAndPace } from "./hours-and-pace";
import { StepsEditor } from "./steps-editor";
import { Summary } from "./summary";
import { TimeField } from "./time-field";
import { TriggerFields } from "./trigger-fields";
import { useZone } from "./use-zone";

/** What the panel changes of a message. */
export type Sending = Partial<
  Pick<Campaign, "scheduledAt" | "trigger" | "sendWindow" | "perMinute" | "fallback">
>;
export type Part = {
  campaign: Campaign;
  disabled: boolean;
  errors: Record<string, string>;
  onChange: (change: Sending) => void;
};

type When = "now" | "time" | NonNullable<Campaign["trigger"]>["kind"];
const choices: When[] = ["now", "time", "not_answered", "answered", "after_event"];
const helped = new Set<When>(["not_answered", "answered"]);

const triggers = {
  not_answered: { kind: "not_answered", daysBefore: 7, everyDays: null, at: "10:00" },
  answered: { kind: "answered", attendance: null },
  after_event: { kind: "after_event", days: 1, at: "10:00" },
} as const satisfies Record<string, Campaign["trigger"]>;

const HOUR = 3_600_000;
/** Tomorrow, on the hour: a beginning that has not passed. */
const tomorrow = () => new Date(Math.ceil((Date.now() + 24 * HOUR) / HOUR) * HOUR).toISOString();

/** When and how a message leaves: one sentence, until somebody wants it otherwise. */
export function WhenAndHow(part: Part) {
  const { campaign, disabled, errors, onChange } = part;
  const t = useTranslations("sending");
  const id = useId();
  const [open, setOpen] = useState(false);
  const zone = useZone(campaign);
  const when: When = campaign.trigger?.kind ?? (campaign.scheduledAt ? "time" : "now");
  const choose = (next: When) => {
    if (next === "now") onChange({ trigger: null, scheduledAt: null });
    else if (next === "time") onChange({ trigger: null, scheduledAt: tomorrow() });
    else onChange({ trigger: triggers[next], scheduledAt: null });
  };
  const wrong = Object.keys(errors).some((path) =>
    /^(scheduledAt|trigger|sendWindow|perMinute|fallback)/.test(path),
  );
  const shown = open || wrong;
  return (
    <section aria-labelledby={`${id}-title`} className="grid gap-3">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 id={`${id}-title`} className="font-medium">
            {t("title")}
          </h2>
          <p className="text-muted-foreground">
            <Summary campaign={campaign} />
          </p>
        </div>
        {disabled ? null : (
          <Button
            size="sm"
            className="shrink-0"
            aria-expanded={shown}
            aria-controls={id}
            onClick={() => setOpen(!shown)}
          >
            {t(shown ? "close" : "open")}
          </Button>
        )}
      </div>
      <div id={id} hidden={!shown} className="grid gap-5 rounded-md border p-4">
        {shown ? (
          <>
            <div className="grid gap-3">
              <RadioGroup aria-label={t("when")} value={when} onValueChange={(next) => choose(next as When)}>
                {choices.map((choice) => (
                  <RadioItem
                    key={choice}
                    value={choice}
                    disabled={disabled}
                    help={helped.has(choice) ? t(`when_${choice as "answered"}_help`) : undefined}
                  >
                    {t(`when_${choice}`)}
                  </RadioItem>
                ))}
              </RadioGroup>
              {when === "time" ? (
                <TimeField
                  value={campaign.scheduledAt}
                  zone={zone}
                  error={errors.scheduledAt}
                  onChange={(scheduledAt) => onChange({ scheduledAt })}
                />
              ) : null}
              {campaign.trigger ? (
                <TriggerFields
                  value={campaign.trigger}
                  zone={zone}
                  onChange={(trigger) => onChange({ trigger })}
                />
              ) : null}
            </div>
            <HoursAndPace {...part} />
            <StepsEditor {...part} />
          </>
        ) : null}
      </div>
    </section>
  );
}
