import type { Metadata } from "next";
import { ReferenceStart } from "@/components/docs/reference-start";
import { translator } from "@/lib/i18n";
import { introduction, operationsByTag } from "@/lib/reference";

const t = translator("docs");

export const metadata: Metadata = { title: t("title"), description: t("description") };

/** What a program must know first, and every endpoint by subject. */
export default function Reference() {
  return <ReferenceStart guide={introduction()} groups={operationsByTag()} />;
}
