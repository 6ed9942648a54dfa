import { ArrowUpRight } from "lucide-react";
import { Button } from "@/components/ui/button";
import { translator } from "@/lib/i18n";
import { Shot } from "./shot";

const t = translator("landing");

/** What it is in one sentence, and the product itself under it. `example` is a published invitation's address. */
export function Hero({ example }: { example: string | null }) {
  return (
    <section className="mx-auto w-full max-w-6xl px-5 pt-14 sm:px-8 sm:pt-24">
      <div className="max-w-3xl">
        <h1 className="font-semibold text-2xl sm:text-3xl">{t("title")}</h1>
        <p className="mt-5 max-w-xl text-md text-muted-foreground sm:text-lg sm:leading-[30px]">
          {t("lead")}
        </p>
        <div className="mt-8 flex flex-wrap gap-3">
          <Button asChild variant="primary" size="lg">
            <a href="/auth/login">{t("start")}</a>
          </Button>
          {example ? (
            <Button asChild size="lg">
              <a href={example} rel="nofollow">
                {t("example")}
                <ArrowUpRight aria-hidden />
              </a>
            </Button>
          ) : null}
        </div>
      </div>
      <div className="relative mt-14 sm:mt-20">
        <div className="overflow-hidden rounded-md border shadow-lg">
          <Shot name="overview" alt={t("shotOverview")} width={1280} height={800} eager />
        </div>
        <div className="absolute right-4 -bottom-10 w-[27%] max-w-60 overflow-hidden rounded-md border shadow-lg sm:right-10 sm:-bottom-16">
          <Shot name="phone" alt={t("shotPhone")} width={390} height={780} eager />
        </div>
      </div>
    </section>
  );
}
