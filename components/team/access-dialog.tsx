"use client";

import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { useSentence, useWrite } from "@/components/shell/use-contract";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { getMe } from "@/lib/auth/contract";
import { listMembers, type Member } from "@/lib/orgs/contract";
import { updateMember } from "@/lib/orgs/members/contract";
import { AccessFields, accessBody, localTime } from "./access-fields";

type Props = { member: Member; own: Member["role"]; open: boolean; onOpenChange: (open: boolean) => void };

/** Changes what a member or an invitation is given. */
export function AccessDialog({ open, onOpenChange, ...props }: Props) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <AccessForm {...props} close={() => onOpenChange(false)} />
    </Dialog>
  );
}

function AccessForm({ member, own, close }: { member: Member; own: Member["role"]; close: () => void }) {
  const t = useTranslations("team");
  const c = useTranslations("common");
  const sentence = useSentence();
  const [access, setAccess] = useState({
    role: member.role,
    projectIds: member.projectIds ?? [],
    eventIds: member.eventIds ?? [],
    until: localTime(member.expiresAt),
  });
  const save = useWrite(updateMember, { quiet: true, refresh: [listMembers, getMe], onSuccess: close });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!save.isPending) save.mutate({ params: { id: member.id }, body: accessBody(access) });
  };
  return (
    <DialogContent
      title={t("changeOf", { name: member.name || member.email })}
      description={t("changeHelp")}
      deed={
        <Button type="submit" form="access" variant="primary" busy={save.isPending}>
          {c("save")}
        </Button>
      }
    >
      <form id="access" noValidate onSubmit={submit} className="grid gap-4">
        {save.error ? <Alert live tone="error" title={sentence(save.error)} /> : null}
        <AccessFields organizationId={member.organizationId} own={own} value={access} onChange={setAccess} />
      </form>
    </DialogContent>
  );
}
