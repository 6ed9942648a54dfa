import Link from "next/link";
import { translator } from "@/lib/i18n";
import type { Group } from "./reference-frame";
import { Written } from "./written";

const t = translator("docs");

/** The first page of the reference: what a program must know before its first call. */
export function ReferenceStart({ guide, groups }: { guide: string; groups: Group[] }) {
  const first = groups.flatMap(({ operations }) => operations).find(({ id }) => id === "createApiKey");
  return (
    <div className="max-w-2xl">
      <h1 className="font-semibold text-xl">{t("title")}</h1>
      <Written text={guide} className="mt-4 grid gap-4 text-md" />
      <ul className="mt-8 flex flex-wrap gap-x-6 gap-y-1">
        {first ? (
          <li>
            <Link
              href={`/docs/api/${first.id}`}
              className="touch-target text-primary underline underline-offset-4"
            >
              {first.summary}
            </Link>
          </li>
        ) : null}
        <li>
          <Link href="/problems/invalid" className="touch-target text-primary underline underline-offset-4">
            {t("problems")}
          </Link>
        </li>
        <li>
          <a href="/api/openapi.json" className="touch-target text-primary underline underline-offset-4">
            {t("document")}
          </a>
        </li>
      </ul>
    </div>
  );
}
