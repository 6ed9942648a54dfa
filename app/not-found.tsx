import Link from "next/link";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { translator } from "@/lib/i18n";

const t = translator("shell");

/** An address outside of the organizers' pages that leads nowhere. */
export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <title>{t("notFound")}</title>
      <EmptyState
        heading="h1"
        title={t("notFound")}
        action={
          <Button asChild variant="primary">
            <Link href="/">{t("notFoundHome")}</Link>
          </Button>
        }
      >
        {t("notFoundPage")}
      </EmptyState>
    </main>
  );
}
