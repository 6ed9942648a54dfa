"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { PageHead } from "@/components/shell/page-head";
import { usePerson } from "@/components/shell/person";
import { Section } from "@/components/shell/section";
import { useRead, useSentence } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { WebhooksPanel } from "@/components/webhooks/webhooks-panel";
import { listMembers } from "@/lib/orgs/contract";
import { DoorPasses } from "./door-passes";
import { InviteDialog } from "./invite-dialog";
import { Keys } from "./keys";
import { MemberLine } from "./member-line";
import { membersInput } from "./reads";

/** Who works here, and what opens this organization to people at the door and to programs. */
export function TeamScreen({ organizationId }: { organizationId: string }) {
  const t = useTranslations("team");
  const sentence = useSentence();
  const [isInviting, setInviting] = useState(false);
  const membership = usePerson().memberships.find((one) => one.organizationId === organizationId);
  const may = (permission: "members:write" | "keys:read" | "webhooks:read") =>
    membership?.permissions.includes(permission);
  const own = may("members:write") ? (membership?.role ?? null) : null;
  const read = useRead(listMembers, membersInput(organizationId));
  return (
    <>
      <PageHead title={t("title")}>{membership?.name}</PageHead>
      <Section
        title={t("members")}
        help={read.data ? t("count", { count: read.data.total }) : undefined}
        action={
          own ? (
            <Button variant="primary" onClick={() => setInviting(true)}>
              <Plus aria-hidden />
              {t("invite")}
            </Button>
          ) : null
        }
      >
        {read.isError && !read.data ? (
          <ErrorState title={t("failed")} onRetry={() => void read.refetch()} busy={read.isFetching}>
            {sentence(read.error)}
          </ErrorState>
        ) : read.isPending ? (
          <Lines />
        ) : (
          <ul className="border-t">
            {read.data.data.map((member) => (
              <MemberLine key={member.id} member={member} own={own} />
            ))}
          </ul>
        )}
      </Section>
      {own ? (
        <>
          <InviteDialog
            organizationId={organizationId}
            own={own}
            open={isInviting}
            onOpenChange={setInviting}
          />
          <DoorPasses organizationId={organizationId} own={own} />
        </>
      ) : null}
      {may("keys:read") ? <Keys organizationId={organizationId} /> : null}
      {may("webhooks:read") ? <WebhooksPanel organizationId={organizationId} /> : null}
    </>
  );
}

/** Lines on their way. */
export function Lines() {
  return (
    <div aria-hidden className="border-t">
      {["a", "b", "c"].map((place) => (
        <div key={place} className="flex h-14 items-center gap-3 border-b last:border-0">
          <Skeleton className="size-7 rounded-full" />
          <Skeleton className="h-4 w-48" />
          <Skeleton className="ml-auto h-5 w-20" />
        </div>
      ))}
    </div>
  );
}
