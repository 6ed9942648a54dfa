import Link from "next/link";
import { Mark } from "@/components/shell/mark";
import { Badge } from "@/components/ui/badge";
import type { ProblemCode } from "@/lib/http/problem";
import { translator } from "@/lib/i18n";

const t = translator("problems");
const c = translator("common");

/** One code of the API: what it means and what to do, with the way to the others. */
export function ProblemPage(of: { code: ProblemCode; status: number; title: string; codes: ProblemCode[] }) {
  return (
    <div className="mx-auto w-full max-w-2xl px-5 pb-16 sm:px-8">
      <header className="flex flex-wrap items-center justify-between gap-x-6 py-5">
        <Link href="/" className="inline-flex min-h-11 items-center gap-2 rounded-sm font-semibold text-md">
          <Mark className="size-5 text-primary" />
          {c("app")}
        </Link>
        <Link href="/docs/api" className="touch-target text-muted-foreground hover:text-foreground">
          {t("reference")}
        </Link>
      </header>
      <main className="pt-8">
        <p className="flex flex-wrap items-center gap-2">
          <code className="font-mono text-muted-foreground text-sm">{of.code}</code>
          <Badge tone="outline">{t("status", { status: String(of.status) })}</Badge>
        </p>
        <h1 className="mt-2 font-semibold text-xl">{of.title}</h1>
        <h2 className="mt-8 font-semibold">{t("lead")}</h2>
        <p className="mt-1 text-md">{t(`codes.${of.code}.means`)}</p>
        <h2 className="mt-6 font-semibold">{t("todo")}</h2>
        <p className="mt-1 text-md">{t(`codes.${of.code}.todo`)}</p>
      </main>
      <nav aria-label={t("all")} className="mt-12 border-t pt-6">
        <h2 className="font-semibold text-sm">{t("all")}</h2>
        <ul className="mt-2 flex flex-wrap gap-x-4">
          {of.codes.map((code) => (
            <li key={code}>
              <Link
                href={`/problems/${code}`}
                aria-current={code === of.code ? "page" : undefined}
                className="inline-flex min-h-8 items-center font-mono text-muted-foreground text-sm hover:text-foreground aria-[current]:text-foreground pointer-coarse:min-h-11"
              >
                {code}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </div>
  );
}
