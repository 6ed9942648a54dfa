"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useFormatter, useTranslations } from "use-intl";
import { Ago } from "@/components/shell/ago";
import { Confirm } from "@/components/shell/confirm";
import { usePerson } from "@/components/shell/person";
import { Section } from "@/components/shell/section";
import { useRead, useSentence, useWrite } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { type ApiKey, listApiKeys, revokeApiKey } from "@/lib/orgs/keys/contract";
import { NewKey } from "./new-key";
import { keysInput } from "./reads";

/** Keys of programs: what each may do, when it was used last, and the way to end it. */
export function Keys({ organizationId }: { organizationId: string }) {
  const t = useTranslations("team");
  const sentence = useSentence();
  const [isMaking, setMaking] = useState(false);
  const read = useRead(listApiKeys, keysInput(organizationId));
  const keys = read.data?.data ?? [];
  return (
    <Section
      title={t("keys")}
      help={t("keysHelp")}
      action={
        <Button onClick={() => setMaking(true)}>
          <Plus aria-hidden />
          {t("keyNew")}
        </Button>
      }
    >
      {read.isError && !read.data ? (
        <ErrorState title={t("keysFailed")} onRetry={() => void read.refetch()} busy={read.isFetching}>
          {sentence(read.error)}
        </ErrorState>
      ) : keys.length === 0 && !read.isPending ? (
        <p className="border-t py-4 text-muted-foreground">{t("keysEmpty")}</p>
      ) : (
        <ul className="border-t">
          {keys.map((key) => (
            <KeyLine key={key.id} apiKey={key} />
          ))}
        </ul>
      )}
      <NewKey organizationId={organizationId} open={isMaking} onOpenChange={setMaking} />
    </Section>
  );
}

function KeyLine({ apiKey }: { apiKey: ApiKey }) {
  const t = useTranslations("team");
  const format = useFormatter();
  const { timezone } = usePerson();
  const [isAsking, setAsking] = useState(false);
  const { id, name, prefix, scopes, lastUsedAt, expiresAt, createdByName } = apiKey;
  const revoke = useWrite(revokeApiKey, {
    refresh: [listApiKeys],
    onSuccess: () => toast.success(t("keyRevoked", { name })),
  });
  return (
    <li className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 border-b py-2 last:border-0">
      <span className="min-w-48 flex-1">
        <span className="block truncate font-medium">{name}</span>
        <span className="block text-muted-foreground text-sm">
          <code>{prefix}…</code>,{" "}
          <span title={scopes.join(", ")}>{t("keyScopeCount", { count: scopes.length })}</span>
          {createdByName ? `, ${t("keyBy", { name: createdByName })}` : null}
        </span>
      </span>
      <span className="text-muted-foreground text-sm">
        {lastUsedAt ? (
          <>
            {t("keyUsed")} <Ago at={lastUsedAt} />
          </>
        ) : (
          t("keyNeverUsed")
        )}
        {expiresAt
          ? `, ${t("keyEnds", { date: format.dateTime(new Date(expiresAt), { dateStyle: "medium", timeZone: timezone }) })}`
          : null}
      </span>
      <Button size="sm" variant="ghost" onClick={() => setAsking(true)}>
        {t("keyRevoke")}
      </Button>
      <Confirm
        open={isAsking}
        onOpenChange={setAsking}
        title={t("keyRevokeTitle", { name })}
        text={t("keyRevokeText")}
        label={t("keyRevoke")}
        busy={revoke.isPending}
        onConfirm={() => revoke.mutate({ params: { id } })}
      />
    </li>
  );
}
