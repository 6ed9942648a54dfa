"use client";

import Link from "next/link";
import { useActionState } from "react";
import { useTranslations } from "use-intl";
import { useSignOut } from "@/components/shell/use-sign-out";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { acceptInvitation, type Refusal } from "@/lib/orgs/invitation/actions";
import type { Invitation } from "@/lib/orgs/invitation/contract";
import { EmailForm } from "./email-form";
import { Step } from "./step";

/** What an invitation says, and the one thing to do with it: sign in, join, or ask for another. */
export function JoinForm({
  token,
  invitation,
  signedInAs,
}: {
  token: string;
  invitation: Invitation;
  signedInAs: string | null;
}) {
  const t = useTranslations("auth");
  const { organization, inviter, role, email, state } = invitation;
  if (state !== "open") {
    return <JoinNotice detail={t(`join_${state}`, { organization })} signedIn={signedInAs !== null} />;
  }
  const heading = t("joinOrganization", { organization });
  const lead = t(inviter ? "joinInvitedBy" : "joinInvited", { inviter: inviter ?? "", organization, role });
  if (!signedInAs) {
    return (
      <Step heading={heading} lead={lead}>
        <p className="text-muted-foreground">{email ? t("joinSignInAs", { email }) : t("joinSignIn")}</p>
        <EmailForm returnTo={`/join/${token}`} initial={email ?? ""} />
      </Step>
    );
  }
  const isForeign = email !== null && email.toLowerCase() !== signedInAs.toLowerCase();
  return (
    <Step heading={heading} lead={lead}>
      {isForeign ? (
        <Foreign token={token} email={email} signedInAs={signedInAs} />
      ) : (
        <Accept token={token} organization={organization} signedInAs={signedInAs} />
      )}
    </Step>
  );
}

function Accept({
  token,
  organization,
  signedInAs,
}: {
  token: string;
  organization: string;
  signedInAs: string;
}) {
  const t = useTranslations("auth");
  const [refusal, submit, isPending] = useActionState<Refusal | null, FormData>(acceptInvitation, null);
  return (
    <form action={submit} className="grid gap-5">
      <input type="hidden" name="token" value={token} />
      {refusal ? <Alert tone="error" live title={refusal.detail} /> : null}
      {refusal?.code === "conflict" ? (
        <Button asChild variant="primary" size="lg" className="h-11">
          <Link href="/dashboard">{t("joinGoOn")}</Link>
        </Button>
      ) : (
        <Button type="submit" variant="primary" size="lg" className="h-11" autoFocus busy={isPending}>
          {t("joinOrganization", { organization })}
        </Button>
      )}
      <p className="text-muted-foreground text-sm">{t("joinAs", { email: signedInAs })}</p>
    </form>
  );
}

function Foreign({ token, email, signedInAs }: { token: string; email: string; signedInAs: string }) {
  const t = useTranslations("auth");
  const signOut = useSignOut(`/join/${token}`);
  return (
    <>
      <Alert tone="warning" title={t("joinForeign", { email, signedInAs })} />
      <Button variant="primary" size="lg" className="h-11" onClick={signOut}>
        {t("joinSwitch")}
      </Button>
      <Button asChild variant="ghost" size="lg" className="h-11">
        <Link href="/dashboard">{t("joinGoOn")}</Link>
      </Button>
    </>
  );
}

/** An invitation that opens nothing, with the sentence why and the way on. */
export function JoinNotice({ detail, signedIn }: { detail: string; signedIn?: boolean }) {
  const t = useTranslations("auth");
  return (
    <Step heading={t("joinOver")} lead={<span role="alert">{detail}</span>}>
      <Button asChild variant="primary" size="lg" className="h-11">
        <Link href={signedIn ? "/dashboard" : "/auth/login"}>{signedIn ? t("joinGoOn") : t("signIn")}</Link>
      </Button>
    </Step>
  );
}
