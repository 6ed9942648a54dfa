"use client";

import { useTranslations } from "use-intl";
import type { AuditEntry } from "@/lib/audit/contract";
import { actionParts, nameIn } from "./changes";

const actors = ["user", "apiKey", "guest", "job", "webhook", "anonymous", "room"] as const;

/** An entry in words: who did it, what they did, and to what. */
export function useEntry() {
  const t = useTranslations("audit");
  const noun = (kind: string) =>
    t.has(`kind_${kind}` as "kind_guest") ? t(`kind_${kind}` as "kind_guest") : kind;
  return {
    /** Their name, with what they are where that is no person. */
    actor({ kind, name }: AuditEntry["actor"]): string {
      const known = actors.find((one) => one === kind);
      const word = known ? t(`actor_${known}`) : kind;
      if (!name) return word;
      return kind === "user" ? name : `${word} (${name})`;
    },
    /** `guest.updated` as "Guest updated". */
    what({ action }: AuditEntry): string {
      const { kind, deed } = actionParts(action);
      return `${noun(kind)} ${deed}`;
    },
    /** The name of what it was done to, or what kind of thing that is. */
    target: ({ before, after, target }: AuditEntry): string =>
      nameIn(before, after) ?? noun(actionParts(target.kind).kind),
  };
}
