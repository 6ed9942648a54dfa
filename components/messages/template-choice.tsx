"use client";

import { useTranslations } from "use-intl";
import type { z } from "zod";
import { Badge, type Tone } from "@/components/ui/badge";
import { RadioGroup, RadioItem } from "@/components/ui/radio";
import type { messageTemplate } from "@/lib/messaging/whatsapp/contract";

type Template = z.output<typeof messageTemplate>;

const tones: Record<Template["status"], Tone> = {
  approved: "green",
  pending: "amber",
  rejected: "red",
  paused: "amber",
  unsubmitted: "neutral",
};

const languages = new Intl.DisplayNames("en", { type: "language", fallback: "code" });
/** Meta writes `pt_BR`, and some accounts what no language is called. */
function languageOf(code: string): string {
  try {
    return languages.of(code.replace("_", "-")) ?? code;
  } catch {
    return code;
  }
}

/** The account's templates, those that can be sent first; the others say why they cannot. */
export function TemplateChoice({
  templates,
  value,
  onChange,
  disabled,
}: {
  templates: Template[];
  value: string | null;
  onChange: (id: string) => void;
  disabled: boolean;
}) {
  const t = useTranslations("messages");
  const isApproved = ({ status }: Template) => status === "approved";
  const sorted = [...templates.filter(isApproved), ...templates.filter((one) => !isApproved(one))];
  return (
    <RadioGroup
      aria-label={t("template")}
      value={value ?? ""}
      onValueChange={onChange}
      disabled={disabled}
      className="max-h-96 overflow-y-auto rounded-md border p-2"
    >
      {sorted.map((template) => (
        <div key={template.id}>
          <RadioItem
            value={template.id}
            // One that was chosen and refused since stays what it is: chosen.
            disabled={!isApproved(template) && template.id !== value}
            className="px-1.5 pointer-coarse:items-start"
          >
            <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <span className="min-w-0 break-all font-medium">{template.name}</span>
              <span className="text-muted-foreground text-sm">{languageOf(template.language)}</span>
              <Badge tone="outline">{t(`template_${template.category}`)}</Badge>
              <Badge tone={tones[template.status]}>{t(`template_${template.status}`)}</Badge>
            </span>
            <span className="line-clamp-2 text-muted-foreground text-sm">{template.body}</span>
          </RadioItem>
          {/* Outside of what is pale because it cannot be chosen. */}
          {template.reason ? (
            <p className="mb-1 ml-8 text-destructive text-sm">
              {t("templateRefused", { reason: template.reason })}
            </p>
          ) : null}
        </div>
      ))}
    </RadioGroup>
  );
}
