import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { first, Hydrate } from "@/components/shell/hydrate";
import { TopBar } from "@/components/shell/top-bar";
import { membersInput } from "@/components/team/reads";
import { TeamScreen } from "@/components/team/team-screen";
import { getMe } from "@/lib/auth/contract";
import * as auth from "@/lib/auth/queries";
import { load } from "@/lib/http/load";
import { translator } from "@/lib/i18n";
import { listMembers } from "@/lib/orgs/contract";
import * as orgs from "@/lib/orgs/queries";

export const metadata: Metadata = { title: translator("team")("title") };

/** The team of the organization in the address, or of one's first. */
export default async function TeamPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const [{ organization }, me] = await Promise.all([searchParams, load(getMe, auth.getMe, {})]);
  const mine = me.memberships.filter(({ permissions }) => permissions.includes("members:read"));
  const chosen = organization ? mine.find((one) => one.organizationId === organization) : mine[0];
  if (!chosen) notFound();
  const given = membersInput(chosen.organizationId);
  const list = await load(listMembers, orgs.listMembers, given);
  return (
    <Hydrate entries={[first(listMembers, given, list)]}>
      <TopBar />
      <main id="content" tabIndex={-1} className="max-w-5xl pb-16 outline-none">
        <TeamScreen key={chosen.organizationId} organizationId={chosen.organizationId} />
      </main>
    </Hydrate>
  );
}
