"use client";

import { useFormStatus } from "react-dom";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { signInWithGoogle } from "@/lib/auth/provider/actions";

/** The way to sign in that asks Google instead of the mailbox; shown where an installation has it. */
export function GoogleForm({ returnTo }: { returnTo: string | null }) {
  const t = useTranslations("auth");
  return (
    <>
      <form action={signInWithGoogle} className="grid">
        {returnTo ? <input type="hidden" name="returnTo" value={returnTo} /> : null}
        <Submit label={t("google")} />
      </form>
      <p className="flex items-center gap-3 text-muted-foreground text-sm before:h-px before:flex-1 before:bg-border after:h-px after:flex-1 after:bg-border">
        {t("or")}
      </p>
    </>
  );
}

function Submit({ label }: { label: string }) {
  const { pending } = useFormStatus();
  return (
    <Button type="submit" size="lg" className="h-11" busy={pending}>
      <GoogleMark />
      {label}
    </Button>
  );
}

/** Google's mark in the colours that its branding guidelines ask for. */
const GoogleMark = () => (
  <svg aria-hidden viewBox="0 0 18 18" className="size-4.5">
    <path
      fill="#4285f4"
      d="M17.64 9.2c0-.64-.06-1.25-.16-1.84H9v3.48h4.84a4.14 4.14 0 0 1-1.8 2.72v2.26h2.92a8.78 8.78 0 0 0 2.68-6.62z"
    />
    <path
      fill="#34a853"
      d="M9 18c2.43 0 4.47-.8 5.96-2.18l-2.92-2.26a5.4 5.4 0 0 1-8.09-2.84H.96v2.33A9 9 0 0 0 9 18z"
    />
    <path fill="#fbbc05" d="M3.95 10.72a5.4 5.4 0 0 1 0-3.44V4.95H.96a9 9 0 0 0 0 8.1l2.99-2.33z" />
    <path
      fill="#ea4335"
      d="M9 3.58c1.32 0 2.5.45 3.44 1.35l2.58-2.58A9 9 0 0 0 .96 4.95l2.99 2.33A5.36 5.36 0 0 1 9 3.58z"
    />
  </svg>
);
