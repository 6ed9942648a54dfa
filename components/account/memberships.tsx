"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Confirm } from "@/components/shell/confirm";
import { type Membership, usePerson } from "@/components/shell/person";
import { Section } from "@/components/shell/section";
import { useSentence, useWrite } from "@/components/shell/use-contract";
import { Alert } from "@/components/ui/alert";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { leaveOrganization } from "@/lib/orgs/members/contract";

/** The organizations one belongs to, and the way out of each. */
export function Memberships() {
  const t = useTranslations("account");
  const { memberships } = usePerson();
  return (
    <Section title={t("organizations")}>
      {memberships.length === 0 ? (
        <p className="border-t py-4 text-muted-foreground">{t("noOrganizations")}</p>
      ) : (
        <ul className="border-t">
          {memberships.map((one) => (
            <MembershipLine key={one.organizationId} membership={one} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function MembershipLine({ membership }: { membership: Membership }) {
  const t = useTranslations("account");
  const roles = useTranslations("team");
  const sentence = useSentence();
  const [isAsking, setAsking] = useState(false);
  const { name, role, organizationId } = membership;
  // The pages of the organization are over with it: a whole load forgets them.
  const leave = useWrite(leaveOrganization, { quiet: true, onSuccess: () => window.location.reload() });
  return (
    <li className="flex min-h-14 items-center gap-3 border-b py-2 last:border-0">
      <Avatar name={name} square />
      <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
      <Badge>{roles(`role_${role}`)}</Badge>
      <Button size="sm" variant="ghost" onClick={() => setAsking(true)}>
        {t("leave")}
      </Button>
      <Confirm
        open={isAsking}
        onOpenChange={(open) => {
          setAsking(open);
          leave.reset();
        }}
        title={t("leaveTitle", { organization: name })}
        text={t("leaveText")}
        label={t("leave")}
        busy={leave.isPending || leave.isSuccess}
        onConfirm={() => leave.mutate({ params: { id: organizationId } })}
      >
        {leave.error ? <Alert live tone="error" title={sentence(leave.error)} /> : null}
      </Confirm>
    </li>
  );
}
