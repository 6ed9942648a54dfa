"use client";

import { Link2 } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { Ago } from "@/components/shell/ago";
import { useRead, useSentence } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import type { GuestDetail } from "@/lib/guests/contract";
import { client } from "@/lib/http/client";
import { createInvite, getInvite, listInvites } from "@/lib/invites/contract";

/** The household's personal link, made when it is first wanted, and whether it was opened. */
export function PersonalLink({
  projectId,
  guest,
  mayEdit,
}: {
  projectId: string;
  guest: GuestDetail;
  mayEdit: boolean;
}) {
  const t = useTranslations("guests");
  const sentence = useSentence();
  const [busy, setBusy] = useState(false);
  const read = useRead(listInvites, {
    params: { id: projectId },
    query: { groupId: guest.groupId, status: "active", limit: 1 },
  });
  const invite = read.data?.data[0];
  const link = async (): Promise<string> => {
    const { url } = invite
      ? await client(getInvite, { params: { id: invite.id }, query: { reveal: "true" } })
      : await client(createInvite, { params: { id: projectId }, body: { groupId: guest.groupId } });
    if (!url) throw new Error(t("linkNoSite"));
    return url;
  };
  const copy = async () => {
    setBusy(true);
    try {
      // Handed over as a promise, so that the browser still sees the press of the button.
      const text = link().then((url) => new Blob([url], { type: "text/plain" }));
      await navigator.clipboard.write([new ClipboardItem({ "text/plain": text })]);
      await text;
      toast.success(t("linkCopied"));
    } catch (error) {
      toast.error(error instanceof Error && !("code" in error) ? error.message : sentence(error));
    } finally {
      setBusy(false);
      void read.refetch();
    }
  };
  return (
    <div className="flex min-h-8 items-center justify-between gap-3">
      <span className="min-w-0">
        <span className="block font-medium">{t("link")}</span>
        <span className="block truncate text-muted-foreground text-sm">
          {invite?.lastOpenedAt ? (
            <>
              {t("linkOpened")} <Ago at={invite.lastOpenedAt} />
            </>
          ) : (
            t("linkUnopened")
          )}
        </span>
      </span>
      {mayEdit ? (
        <Button busy={busy} onClick={() => void copy()}>
          <Link2 aria-hidden />
          {t("linkCopy")}
        </Button>
      ) : null}
    </div>
  );
}
