import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AuditScreen } from "@/components/audit/audit-screen";
import { TopBar } from "@/components/shell/top-bar";
import { getMe } from "@/lib/auth/contract";
import * as auth from "@/lib/auth/queries";
import { load } from "@/lib/http/load";
import { translator } from "@/lib/i18n";

export const metadata: Metadata = { title: translator("audit")("title") };

type Props = { searchParams: Promise<{ organization?: string }> };

/** The log of the organization that the address names, or of the first where one is an admin. */
export default async function AuditPage({ searchParams }: Props) {
  const { organization } = await searchParams;
  const { memberships } = await load(getMe, auth.getMe, {});
  const mine = memberships.filter(({ role }) => role === "owner" || role === "admin");
  const chosen = organization ? mine.find((one) => one.organizationId === organization) : mine[0];
  if (!chosen) notFound();
  return (
    <>
      <TopBar />
      <main id="content" tabIndex={-1} className="outline-none">
        <AuditScreen key={chosen.organizationId} organizationId={chosen.organizationId} />
      </main>
    </>
  );
}
