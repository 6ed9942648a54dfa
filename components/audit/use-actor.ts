"use client";

import { useTranslations } from "use-intl";
import type { AuditRow } from "@/lib/audit/contract";

const kinds = ["user", "apiKey", "guest", "job", "webhook", "anonymous", "room"] as const;

/** Who did it, in words: their name, with what they are where that is no person. */
export function useActor() {
  const t = useTranslations("audit");
  return ({ kind, name }: AuditRow["actor"]): string => {
    const known = kinds.find((one) => one === kind);
    const word = known ? t(`actor_${known}`) : kind;
    if (!name) return word;
    return kind === "user" ? name : `${word} (${name})`;
  };
}
