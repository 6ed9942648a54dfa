import { Check } from "lucide-react";
import { translator } from "@/lib/i18n";

const t = translator("landing");
const facts = ["guest1", "guest2", "guest3", "guest4", "guest5"] as const;

/** What the people who are invited get. */
export function GuestsSide() {
  return (
    <section className="mt-28 border-y bg-muted sm:mt-40">
      <div className="mx-auto grid w-full max-w-6xl gap-10 px-5 py-16 sm:px-8 sm:py-24 lg:grid-cols-2">
        <div>
          <h2 className="font-semibold text-xl sm:text-2xl">{t("guestTitle")}</h2>
          <p className="mt-3 max-w-md text-md text-muted-foreground">{t("guestText")}</p>
        </div>
        <ul className="grid content-start divide-y border-y text-md">
          {facts.map((fact) => (
            <li key={fact} className="flex items-start gap-3 py-3">
              <Check aria-hidden className="mt-1 size-4 shrink-0 text-primary" />
              {t(fact)}
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
