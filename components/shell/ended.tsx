"use client";

import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";

export type End = "session" | "access";

/** Covers a page that opens nothing any more: the session has ended, or what it shows is no longer one's own. */
export function Ended({ end }: { end: End | null }) {
  const t = useTranslations("shell");
  const isSession = end === "session";
  const go = () => {
    const { pathname, search } = window.location;
    window.location.assign(
      isSession ? `/auth/login?${new URLSearchParams({ returnTo: pathname + search })}` : "/dashboard",
    );
  };
  return (
    <Dialog open={end !== null} onOpenChange={(open) => open || go()}>
      <DialogContent
        role="alertdialog"
        title={t(isSession ? "endedTitle" : "outTitle")}
        description={t(isSession ? "endedHelp" : "outHelp")}
        footer={
          <Button variant="primary" onClick={go}>
            {t(isSession ? "signInAgain" : "toProjects")}
          </Button>
        }
      />
    </Dialog>
  );
}
