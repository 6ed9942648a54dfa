import type { Metadata } from "next";
import { Close } from "@/components/landing/close";
import { GuestsSide } from "@/components/landing/guests";
import { Header } from "@/components/landing/header";
import { Hero } from "@/components/landing/hero";
import { Steps } from "@/components/landing/steps";
import { translator } from "@/lib/i18n";
import { exampleLink } from "@/lib/sites/example/queries";

const t = translator("landing");

export const metadata: Metadata = { description: t("description") };

/** The landing page: what it is, in the product's own pictures. */
export default async function Landing() {
  return (
    <div className="overflow-x-clip">
      <Header />
      <main>
        <Hero example={await exampleLink()} />
        <Steps />
        <GuestsSide />
        <Close />
      </main>
    </div>
  );
}
