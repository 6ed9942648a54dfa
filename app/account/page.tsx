import type { Metadata } from "next";
import { AccountScreen } from "@/components/account/account-screen";
import { sessionsInput } from "@/components/account/reads";
import { first, Hydrate } from "@/components/shell/hydrate";
import { TopBar } from "@/components/shell/top-bar";
import { listSessions } from "@/lib/auth/sessions/contract";
import * as sessions from "@/lib/auth/sessions/queries";
import { load } from "@/lib/http/load";
import { translator } from "@/lib/i18n";

export const metadata: Metadata = { title: translator("account")("title") };

/** Oneself: profile, where one is signed in, the organizations one belongs to. */
export default async function AccountPage() {
  const list = await load(listSessions, sessions.listSessions, sessionsInput);
  return (
    <Hydrate entries={[first(listSessions, sessionsInput, list)]}>
      <TopBar />
      <main id="content" tabIndex={-1} className="max-w-5xl pb-16 outline-none">
        <AccountScreen />
      </main>
    </Hydrate>
  );
}
