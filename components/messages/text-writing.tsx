"use client";

import { useTranslations } from "use-intl";
import { moneyOf } from "@/components/shell/money";
import type { Output } from "@/lib/http/endpoint";
import type { getReadiness } from "@/lib/messaging/readiness/contract";
import { TextEditor } from "./text-editor";
import type { Shown } from "./use-preview";
import type { Writing } from "./writing";

/** The words of a text message, how they travel, and what all of them cost. */
export function TextWriting({
  shown,
  readiness,
  ...writing
}: Writing & { shown: Shown | null; readiness: Output<typeof getReadiness> | undefined }) {
  const t = useTranslations("messages");
  const { parts, cost, audience } = readiness ?? {};
  const count = parts && audience ? { texts: audience.total, parts: parts.total } : null;
  return (
    <TextEditor {...writing} parts={shown?.parts} longest={parts?.longest} guest={shown?.guest?.name}>
      {count && count.texts > 0 ? (
        <p className="tabular-nums">
          {cost ? t("textCost", { ...count, cost: moneyOf(cost) }) : t("textNoCost", count)}
        </p>
      ) : null}
    </TextEditor>
  );
}
