import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { settingsInput, usageInput } from "@/components/settings/reads";
import { SettingsScreen } from "@/components/settings/settings-screen";
import { first, Hydrate } from "@/components/shell/hydrate";
import { TopBar } from "@/components/shell/top-bar";
import { getMe } from "@/lib/auth/contract";
import * as auth from "@/lib/auth/queries";
import { resolveEntitlements } from "@/lib/entitlements/contract";
import * as entitlements from "@/lib/entitlements/queries";
import { load } from "@/lib/http/load";
import { translator } from "@/lib/i18n";
import { resolveSettings } from "@/lib/settings/contract";
import * as settings from "@/lib/settings/queries";

export const metadata: Metadata = { title: translator("settings")("title") };

type Props = { searchParams: Promise<{ organization?: string }> };

/** The settings of the organization that the address names, or of one's first. */
export default async function SettingsPage({ searchParams }: Props) {
  const { organization } = await searchParams;
  const { memberships } = await load(getMe, auth.getMe, {});
  const mine = memberships.filter(({ role }) => !role.startsWith("door"));
  const chosen = organization ? mine.find((one) => one.organizationId === organization) : mine[0];
  if (!chosen) notFound();
  const { organizationId } = chosen;
  const [given, asked] = [settingsInput(organizationId), usageInput(organizationId)];
  const [found, usage] = await Promise.all([
    load(resolveSettings, settings.resolveSettings, given),
    load(resolveEntitlements, entitlements.resolveEntitlements, asked),
  ]);
  return (
    <Hydrate entries={[first(resolveSettings, given, found), first(resolveEntitlements, asked, usage)]}>
      <TopBar />
      <main id="content" tabIndex={-1} className="max-w-5xl pb-16 outline-none">
        <SettingsScreen key={organizationId} organizationId={organizationId} />
      </main>
    </Hydrate>
  );
}
