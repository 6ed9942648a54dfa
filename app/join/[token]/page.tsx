import type { Metadata } from "next";
import { cookies } from "next/headers";
import { Frame } from "@/components/auth/frame";
import { JoinForm, JoinNotice } from "@/components/auth/join-form";
import { themeCookie, themeOf } from "@/components/shell/theme-of";
import { action } from "@/lib/http/load";
import { translator } from "@/lib/i18n";
import { readInvitation } from "@/lib/orgs/invitation/contract";
import * as queries from "@/lib/orgs/invitation/queries";
import { auth } from "@/lib/tenancy/auth";

export const metadata: Metadata = {
  title: translator("auth")("joinTitle"),
  // Without a referrer a browser gives its form no origin either, and the server refuses forms of nobody.
  referrer: "same-origin",
  robots: { index: false },
};

/** Where an invitation's mail and a door pass lead: opening it uses nothing up, the button accepts. */
export default async function JoinPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const [read, session, jar] = await Promise.all([
    action(readInvitation, queries.readInvitation, { params: { token } }),
    auth(),
    cookies(),
  ]);
  return (
    <Frame theme={themeOf(jar.get(themeCookie)?.value)}>
      {read.ok ? (
        <JoinForm token={token} invitation={read.output} signedInAs={session?.user?.email ?? null} />
      ) : (
        <JoinNotice detail={read.detail} />
      )}
    </Frame>
  );
}
