import type { Metadata } from "next";
import { Close } from "@/components/landing/close";
import { GuestsSide } from "@/components/landing/guests";
import { Header } from "@/components/landing/header";
import { Hero } from "@/components/landing/hero";
import { Pricing } from "@/components/landing/pricing";
import { Steps } from "@/components/landing/steps";
import { priceList } from "@/lib/entitlements/queries";
import { defaultPlan } from "@/lib/http/entitlement";
import { translator } from "@/lib/i18n";
import { exampleLink } from "@/lib/sites/example/queries";

const t = translator("landing");

export const metadata: Metadata = { description: t("description") };

/** The landing page: what it is, in the product's own pictures, and what it costs. */
export default async function Landing() {
  const [example, plans] = await Promise.all([exampleLink(), priceList()]);
  return (
    <div className="overflow-x-clip">
      <Header />
      <main>
        <Hero example={example} />
        <Steps />
        <GuestsSide />
        <Pricing plans={plans} billed={defaultPlan() === "free"} />
        <Close />
      </main>
    </div>
  );
}
