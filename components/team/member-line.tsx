"use client";

import { useState } from "react";
import { toast } from "sonner";
import { useFormatter, useTranslations } from "use-intl";
import { Confirm } from "@/components/shell/confirm";
import { MoreMenu } from "@/components/shell/more-menu";
import { usePerson } from "@/components/shell/person";
import { useWrite } from "@/components/shell/use-contract";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { DropdownMenuItem, DropdownMenuSeparator } from "@/components/ui/dropdown-menu";
import { getMe } from "@/lib/auth/contract";
import { listMembers, type Member } from "@/lib/orgs/contract";
import { removeMember, resendInvitation, transferOrganization } from "@/lib/orgs/members/contract";
import { mayGive } from "@/lib/orgs/policy";
import { AccessDialog } from "./access-dialog";

/** One person: who, as what, of what, until when, and what can be done about it. */
export function MemberLine({ member, own }: { member: Member; own: Member["role"] | null }) {
  const t = useTranslations("team");
  const format = useFormatter();
  const me = usePerson();
  const name = member.name || member.email;
  const day = (at: string) =>
    format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "short", timeZone: me.timezone });
  const isPending = member.status === "invited";
  const isOver =
    isPending && member.invitationExpiresAt !== null && Date.parse(member.invitationExpiresAt) < Date.now();
  const narrowed = [
    member.projectIds && t("projects", { count: member.projectIds.length }),
    member.eventIds && t("events", { count: member.eventIds.length }),
    member.expiresAt && t("untilDate", { date: day(member.expiresAt) }),
  ].filter(Boolean);
  return (
    <li className="flex min-h-14 items-center gap-3 border-b py-2 last:border-0">
      <Avatar name={name} className="size-7" />
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-2">
          <span className="truncate font-medium">{name}</span>
          {member.userId === me.id ? <Badge tone="outline">{t("you")}</Badge> : null}
        </span>
        <span className="block truncate text-muted-foreground text-sm">
          {isPending
            ? isOver || !member.invitationExpiresAt
              ? t("pendingOver")
              : t("pendingUntil", { date: day(member.invitationExpiresAt) })
            : member.email}
        </span>
        {narrowed.length > 0 ? (
          <span className="block text-muted-foreground text-sm md:hidden">{narrowed.join(", ")}</span>
        ) : null}
      </span>
      <span className="hidden w-56 truncate text-muted-foreground text-sm md:block">
        {narrowed.join(", ")}
      </span>
      <Badge tone={isOver ? "amber" : isPending ? "blue" : "neutral"}>{t(`role_${member.role}`)}</Badge>
      {own && member.userId !== me.id && mayGive(own, member.role) ? (
        <MemberMenu member={member} own={own} name={name} />
      ) : own ? (
        <span className="w-8 shrink-0" />
      ) : null}
    </li>
  );
}

function MemberMenu({ member, own, name }: { member: Member; own: Member["role"]; name: string }) {
  const t = useTranslations("team");
  const [asking, setAsking] = useState<"change" | "remove" | "transfer" | null>(null);
  const close = () => setAsking(null);
  const given = { params: { id: member.id } };
  const isPending = member.status === "invited";
  const resend = useWrite(resendInvitation, {
    refresh: [listMembers],
    onSuccess: () => toast.success(t("resent")),
  });
  const remove = useWrite(removeMember, {
    refresh: [listMembers],
    onSuccess: () => {
      close();
      toast.success(t(isPending ? "withdrawn" : "removed", { name }));
    },
  });
  const transfer = useWrite(transferOrganization, {
    refresh: [listMembers, getMe],
    onSuccess: () => {
      close();
      toast.success(t("transferred", { name }));
    },
  });
  return (
    <>
      <MoreMenu label={t("more", { name })} className="shrink-0">
        <DropdownMenuItem onSelect={() => setAsking("change")}>{t("change")}</DropdownMenuItem>
        {isPending ? (
          <DropdownMenuItem onSelect={() => resend.mutate(given)}>{t("resend")}</DropdownMenuItem>
        ) : null}
        {own === "owner" && !isPending ? (
          <DropdownMenuItem onSelect={() => setAsking("transfer")}>{t("transfer")}</DropdownMenuItem>
        ) : null}
        <DropdownMenuSeparator />
        <DropdownMenuItem
          destructive
          onSelect={() => (isPending ? remove.mutate(given) : setAsking("remove"))}
        >
          {t(isPending ? "withdraw" : "remove")}
        </DropdownMenuItem>
      </MoreMenu>
      <AccessDialog member={member} own={own} open={asking === "change"} onOpenChange={close} />
      <Confirm
        open={asking === "remove"}
        onOpenChange={close}
        title={t("removeTitle", { name })}
        text={t("removeText")}
        label={t("remove")}
        busy={remove.isPending}
        onConfirm={() => remove.mutate(given)}
      />
      <Confirm
        open={asking === "transfer"}
        onOpenChange={close}
        title={t("transferTitle", { name })}
        text={t("transferText")}
        label={t("transferDo")}
        busy={transfer.isPending}
        onConfirm={() =>
          transfer.mutate({ params: { id: member.organizationId }, body: { memberId: member.id } })
        }
      />
    </>
  );
}
