import Link from "next/link";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { translator } from "@/lib/i18n";

const t = translator("shell");

/** What is absent, or another organization's: the two look the same. */
export default function NotFound() {
  return (
    <main id="content" tabIndex={-1} className="outline-none">
      <title>{t("notFound")}</title>
      <EmptyState
        heading="h1"
        className="py-32"
        title={t("notFound")}
        action={
          <Button asChild variant="primary">
            <Link href="/dashboard">{t("allProjects")}</Link>
          </Button>
        }
      >
        {t("notFoundHelp")}
      </EmptyState>
    </main>
  );
}
