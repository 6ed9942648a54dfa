"use client";

import { useId } from "react";
import { useTranslations } from "use-intl";
import { tagsInput } from "@/components/guests/reads";
import { Status } from "@/components/guests/status";
import { useRead } from "@/components/shell/use-contract";
import { Checkbox } from "@/components/ui/checkbox";
import { RadioGroup, RadioItem } from "@/components/ui/radio";
import { listTags } from "@/lib/guests/tags/contract";
import { type Audience, countAudience } from "@/lib/messaging/audience/contract";

const answers = ["pending", "attending", "maybe", "declined"] as const;
type Answer = (typeof answers)[number];
type Kind = "all" | "tags" | "answer";

const kindOf = (audience: Audience): Kind =>
  audience.tagIds ? "tags" : audience.rsvpStatus ? "answer" : "all";

/** Who gets it: everybody, some tags, or by what they answered; with the count as one chooses. */
export function AudiencePicker({
  projectId,
  value,
  onChange,
  disabled,
}: {
  projectId: string;
  value: Audience;
  onChange: (audience: Audience) => void;
  disabled: boolean;
}) {
  const t = useTranslations("messages");
  const tags = useRead(listTags, tagsInput(projectId)).data?.data ?? [];
  const base = useId();
  const kind = kindOf(value);
  const chosen = [value.rsvpStatus ?? []].flat();
  const choose = (next: string) => {
    const first = tags[0];
    if (next === "tags" && first) onChange({ tagIds: [first.id] });
    else if (next === "answer") onChange({ rsvpStatus: ["pending"] });
    else onChange({ all: true });
  };
  const toggleTag = (id: string, on: boolean) => {
    const tagIds = on ? [...(value.tagIds ?? []), id] : (value.tagIds ?? []).filter((other) => other !== id);
    if (tagIds.length > 0) onChange({ tagIds });
  };
  const toggleAnswer = (answer: Answer, on: boolean) => {
    const rsvpStatus = on ? [...chosen, answer] : chosen.filter((other) => other !== answer);
    if (rsvpStatus.length > 0) onChange({ rsvpStatus });
  };
  return (
    <fieldset className="grid gap-1.5" disabled={disabled}>
      <legend className="font-medium">{t("audience")}</legend>
      <RadioGroup value={kind} onValueChange={choose} disabled={disabled} aria-label={t("audience")}>
        <RadioItem value="all">{t("audience_all")}</RadioItem>
        {tags.length > 0 ? <RadioItem value="tags">{t("audience_tags")}</RadioItem> : null}
        {kind === "tags" ? (
          <div className="mb-1 ml-6.5 flex flex-wrap gap-x-4 gap-y-1">
            {tags.map((tag) => (
              <label key={tag.id} htmlFor={`${base}-${tag.id}`} className="flex min-h-7 items-center gap-2">
                <Checkbox
                  id={`${base}-${tag.id}`}
                  checked={value.tagIds?.includes(tag.id) ?? false}
                  onCheckedChange={(on) => toggleTag(tag.id, on === true)}
                />
                {tag.name}
                <span className="text-muted-foreground text-sm tabular-nums">{tag.guestCount}</span>
              </label>
            ))}
          </div>
        ) : null}
        <RadioItem value="answer">{t("audience_answer")}</RadioItem>
        {kind === "answer" ? (
          <div className="mb-1 ml-6.5 flex flex-wrap gap-x-4 gap-y-1">
            {answers.map((answer) => (
              <label key={answer} htmlFor={`${base}-${answer}`} className="flex min-h-7 items-center gap-2">
                <Checkbox
                  id={`${base}-${answer}`}
                  checked={chosen.includes(answer)}
                  onCheckedChange={(on) => toggleAnswer(answer, on === true)}
                />
                <Status status={answer} />
              </label>
            ))}
          </div>
        ) : null}
      </RadioGroup>
      <AudienceCount projectId={projectId} audience={value} />
    </fieldset>
  );
}

function AudienceCount({ projectId, audience }: { projectId: string; audience: Audience }) {
  const t = useTranslations("messages");
  const { all: _, ...filters } = audience;
  const read = useRead(
    countAudience,
    {
      params: { id: projectId },
      query:
        Object.keys(filters).length > 0
          ? { ...filters, notOpened: filters.notOpened && "true" }
          : { all: "true" },
    },
    { keep: true },
  );
  const count = read.data;
  return (
    <p role="status" className="min-h-5 text-muted-foreground text-sm tabular-nums">
      {count ? (
        <>
          <span className="font-medium text-foreground">{t("reaches", { count: count.total })}</span>
          {count.excluded
            .filter((one) => one.count > 0)
            .map((one) => ` · ${t(`excluded_${one.reason}`, { count: one.count })}`)}
        </>
      ) : null}
    </p>
  );
}
