import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PlatformAuditScreen } from "@/components/audit/platform-screen";
import { TopBar } from "@/components/shell/top-bar";
import { getMe } from "@/lib/auth/contract";
import * as auth from "@/lib/auth/queries";
import { load } from "@/lib/http/load";
import { translator } from "@/lib/i18n";

export const metadata: Metadata = { title: translator("audit")("platformTitle") };

/** For the staff of the platform; for everybody else there is no such page. */
export default async function PlatformAuditPage() {
  const { staff } = await load(getMe, auth.getMe, {});
  if (!staff) notFound();
  return (
    <>
      <TopBar />
      <main id="content" tabIndex={-1} className="outline-none">
        <PlatformAuditScreen />
      </main>
    </>
  );
}
