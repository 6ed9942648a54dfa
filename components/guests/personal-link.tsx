"use client";

import { Link2, Link2Off, RefreshCw } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { Ago } from "@/components/shell/ago";
import { Confirm } from "@/components/shell/confirm";
import { MoreMenu } from "@/components/shell/more-menu";
import { useRead, useSentence, useWrite } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import { DropdownMenuItem } from "@/components/ui/dropdown-menu";
import type { GuestDetail } from "@/lib/guests/contract";
import { client } from "@/lib/http/client";
import { createInvite, getInvite, listInvites, regenerateInvite, revokeInvite } from "@/lib/invites/contract";

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
    <div className="flex min-h-8 flex-wrap items-center justify-between gap-x-3 gap-y-2">
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
        <span className="flex items-center gap-1">
          <Button busy={busy} onClick={() => void copy()}>
            <Link2 aria-hidden />
            {t("linkCopy")}
          </Button>
          {invite ? <LinkMenu inviteId={invite.id} /> : null}
        </span>
      ) : null}
    </div>
  );
}

/** What ends a link: another in its place, or none. Both ask first, since the link of a sent message dies. */
function LinkMenu({ inviteId }: { inviteId: string }) {
  const t = useTranslations("guests");
  const c = useTranslations("common");
  const [deed, setDeed] = useState<"replace" | "withdraw">("replace");
  const [isAsking, setAsking] = useState(false);
  const ask = (what: typeof deed) => {
    setDeed(what);
    setAsking(true);
  };
  const done = (text: string) => ({
    refresh: [listInvites],
    onSuccess: () => {
      setAsking(false);
      toast.success(text);
    },
  });
  const replace = useWrite(regenerateInvite, done(t("linkReplaced")));
  const withdraw = useWrite(revokeInvite, done(t("linkWithdrawn")));
  const chosen = deed === "replace" ? replace : withdraw;
  return (
    <>
      <MoreMenu label={c("more")}>
        <DropdownMenuItem onSelect={() => ask("replace")}>
          <RefreshCw aria-hidden />
          {t("linkReplace")}
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => ask("withdraw")}>
          <Link2Off aria-hidden />
          {t("linkWithdraw")}
        </DropdownMenuItem>
      </MoreMenu>
      <Confirm
        open={isAsking}
        onOpenChange={setAsking}
        title={deed === "replace" ? t("linkReplaceTitle") : t("linkWithdrawTitle")}
        text={deed === "replace" ? t("linkReplaceText") : t("linkWithdrawText")}
        label={deed === "replace" ? t("linkReplace") : t("linkWithdraw")}
        busy={chosen.isPending}
        onConfirm={() => chosen.mutate({ params: { id: inviteId } })}
      />
    </>
  );
}
