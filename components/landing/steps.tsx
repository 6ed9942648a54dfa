import { cn } from "@/components/ui/cn";
import { translator } from "@/lib/i18n";
import { Shot } from "./shot";

const t = translator("landing");

const steps = [
  { title: "step1Title", text: "step1Text", shot: "guests", alt: "shotGuests" },
  { title: "step2Title", text: "step2Text", shot: "invitation", alt: "shotInvitation" },
  { title: "step3Title", text: "step3Text", shot: "answers", alt: "shotAnswers" },
] as const;

/** The main job in its three steps, each beside the screen where it happens. */
export function Steps() {
  return (
    <section className="mx-auto w-full max-w-6xl px-5 pt-32 sm:px-8 sm:pt-48">
      <h2 className="max-w-xl font-semibold text-xl sm:text-2xl">{t("stepsTitle")}</h2>
      <ol className="mt-12 grid gap-20 sm:mt-20 sm:gap-28">
        {steps.map((step, index) => (
          <li key={step.shot} className="grid items-center gap-8 lg:grid-cols-12 lg:gap-12">
            <div className={cn("lg:col-span-4", index % 2 === 1 && "lg:order-2")}>
              <h3 className="font-semibold text-lg">{t(step.title)}</h3>
              <p className="mt-2 text-md text-muted-foreground">{t(step.text)}</p>
            </div>
            <div className="overflow-hidden rounded-md border shadow-md lg:col-span-8">
              <Shot name={step.shot} alt={t(step.alt)} width={1280} height={800} />
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
