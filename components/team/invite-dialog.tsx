"use client";

import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { fieldErrors, useSentence, useWrite } from "@/components/shell/use-contract";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { inviteMember, listMembers, type Member } from "@/lib/orgs/contract";
import { type Access, AccessFields, newAccessBody } from "./access-fields";

type Props = {
  organizationId: string;
  own: Member["role"];
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** An address and what it is given; the mail leaves at once. */
export function InviteDialog({ open, onOpenChange, ...props }: Props) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <InviteForm {...props} close={() => onOpenChange(false)} />
    </Dialog>
  );
}

function InviteForm({
  organizationId,
  own,
  close,
}: Omit<Props, "open" | "onOpenChange"> & { close: () => void }) {
  const t = useTranslations("team");
  const sentence = useSentence();
  const [email, setEmail] = useState("");
  const [isMissing, setMissing] = useState(false);
  const [access, setAccess] = useState<Access>({ role: "editor", projectIds: [], eventIds: [], until: "" });
  const invite = useWrite(inviteMember, {
    quiet: true,
    refresh: [listMembers],
    onSuccess: (member) => {
      toast.success(t("invited", { email: member.email }));
      close();
    },
  });
  const errors = fieldErrors(invite.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(email.trim() === "");
    if (email.trim() === "" || invite.isPending) return;
    invite.mutate({ params: { id: organizationId }, body: { email, ...newAccessBody(access) } });
  };
  return (
    <DialogContent
      title={t("invite")}
      description={t("inviteHelp")}
      deed={
        <Button type="submit" form="invite" variant="primary" busy={invite.isPending}>
          {t("inviteSend")}
        </Button>
      }
    >
      <form id="invite" noValidate onSubmit={submit} className="grid gap-4">
        {invite.error && !errors.email ? <Alert live tone="error" title={sentence(invite.error)} /> : null}
        <Field label={t("email")} error={isMissing ? t("missing") : errors.email}>
          <Input
            type="email"
            autoComplete="off"
            autoCapitalize="none"
            maxLength={254}
            placeholder={t("emailPlaceholder")}
            value={email}
            onChange={(event) => {
              setEmail(event.target.value);
              setMissing(false);
            }}
          />
        </Field>
        <AccessFields organizationId={organizationId} own={own} value={access} onChange={setAccess} />
      </form>
    </DialogContent>
  );
}
