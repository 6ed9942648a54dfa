import Link from "next/link";
import { Mark } from "@/components/shell/mark";
import { Button } from "@/components/ui/button";
import { translator } from "@/lib/i18n";

const t = translator("landing");
const c = translator("common");

/** The name, and the way in. */
export function Header() {
  return (
    <header className="mx-auto flex h-16 w-full max-w-6xl items-center justify-between px-5 sm:px-8">
      <Link
        href="/"
        aria-label={t("home")}
        className="flex items-center gap-2 rounded-sm font-semibold text-md"
      >
        <Mark className="size-6 text-primary" />
        {c("app")}
      </Link>
      <nav aria-label={t("nav")}>
        <Button asChild>
          <a href="/auth/login">{t("signIn")}</a>
        </Button>
      </nav>
    </header>
  );
}
