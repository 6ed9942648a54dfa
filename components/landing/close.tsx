import { Mark } from "@/components/shell/mark";
import { Button } from "@/components/ui/button";
import { translator } from "@/lib/i18n";

const t = translator("landing");

/** The last invitation to begin, and the foot of the page. */
export function Close() {
  return (
    <>
      <section className="mx-auto w-full max-w-6xl px-5 py-24 sm:px-8 sm:py-36">
        <h2 className="max-w-2xl font-semibold text-xl sm:text-2xl">{t("closeTitle")}</h2>
        <p className="mt-3 max-w-lg text-md text-muted-foreground">{t("closeText")}</p>
        <Button asChild variant="primary" size="lg" className="mt-8">
          <a href="/auth/login">{t("start")}</a>
        </Button>
      </section>
      <footer className="border-t">
        <div className="mx-auto flex w-full max-w-6xl flex-wrap items-center justify-between gap-4 px-5 py-6 text-muted-foreground sm:px-8">
          <span className="flex items-center gap-2">
            <Mark className="size-5" />
            {t("footer")}
          </span>
          <nav aria-label={t("footer")} className="flex gap-5">
            <a href="/docs/api" className="touch-target hover:text-foreground">
              {t("api")}
            </a>
            <a href="/auth/login" className="touch-target hover:text-foreground">
              {t("signIn")}
            </a>
          </nav>
        </div>
      </footer>
    </>
  );
}
