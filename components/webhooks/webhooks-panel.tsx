"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { MoreMenu } from "@/components/shell/more-menu";
import { Section } from "@/components/shell/section";
import { useRead, useSentence, useWrite } from "@/components/shell/use-contract";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { DropdownMenuItem, DropdownMenuSeparator } from "@/components/ui/dropdown-menu";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import {
  listWebhookDeliveries,
  listWebhookEndpoints,
  testWebhookEndpoint,
  updateWebhookEndpoint,
  type WebhookEndpoint,
} from "@/lib/webhooks/contract";
import { DeliveriesSheet } from "./deliveries-sheet";
import { EndpointDialog, eventKey } from "./endpoint-dialog";
import { RemoveDialog, RotateDialog, SecretDialog } from "./endpoint-questions";

type Shown =
  | { what: "edit" | "rotate" | "remove" | "log"; endpoint: WebhookEndpoint }
  | { what: "add" }
  | { what: "secret"; secret: string; rotated: boolean }
  | null;

/** An organization's outgoing webhooks: where they go, whether they arrive, and their log. For owners and admins. */
export function WebhooksPanel({ organizationId }: { organizationId: string }) {
  const t = useTranslations("webhooks");
  const sentence = useSentence();
  const [shown, setShown] = useState<Shown>(null);
  const close = () => setShown(null);
  const read = useRead(listWebhookEndpoints, { params: { id: organizationId }, query: { limit: 200 } });
  return (
    <Section
      title={t("title")}
      help={t("help")}
      action={
        <Button onClick={() => setShown({ what: "add" })}>
          <Plus aria-hidden />
          {t("add")}
        </Button>
      }
    >
      {read.isError && !read.data ? (
        <ErrorState title={t("failed")} onRetry={() => void read.refetch()} busy={read.isFetching}>
          {sentence(read.error)}
        </ErrorState>
      ) : !read.data ? (
        <Skeleton className="h-16 w-full" />
      ) : read.data.data.length === 0 ? (
        <p className="border-t py-4 text-muted-foreground">{t("empty")}</p>
      ) : (
        <ul className="border-t">
          {read.data.data.map((endpoint) => (
            <EndpointRow key={endpoint.id} endpoint={endpoint} show={setShown} />
          ))}
        </ul>
      )}
      {shown?.what === "add" || shown?.what === "edit" ? (
        <EndpointDialog
          organizationId={organizationId}
          endpoint={shown.what === "edit" ? shown.endpoint : null}
          close={close}
          made={(secret) => setShown({ what: "secret", secret, rotated: false })}
        />
      ) : null}
      {shown?.what === "rotate" ? (
        <RotateDialog
          endpoint={shown.endpoint}
          close={close}
          made={(secret) => setShown({ what: "secret", secret, rotated: true })}
        />
      ) : null}
      {shown?.what === "remove" ? <RemoveDialog endpoint={shown.endpoint} close={close} /> : null}
      {shown?.what === "secret" ? <SecretDialog {...shown} close={close} /> : null}
      {shown?.what === "log" ? <DeliveriesSheet endpoint={shown.endpoint} close={close} /> : null}
    </Section>
  );
}

function EndpointRow({ endpoint, show }: { endpoint: WebhookEndpoint; show: (shown: Shown) => void }) {
  const t = useTranslations("webhooks");
  const test = useWrite(testWebhookEndpoint, {
    refresh: [listWebhookDeliveries],
    onSuccess: () => {
      toast.success(t("tested"));
      show({ what: "log", endpoint });
    },
  });
  const turn = useWrite(updateWebhookEndpoint, { refresh: [listWebhookEndpoints, listWebhookDeliveries] });
  const isOn = endpoint.status === "enabled";
  return (
    <li className="flex min-h-14 items-center gap-3 border-b py-2 last:border-0">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="min-w-0 break-all font-medium">{endpoint.url}</span>
          <Badge tone={isOn ? "green" : endpoint.disabledBecause === "gone" ? "red" : "neutral"}>
            {isOn ? t("on") : endpoint.disabledBecause === "gone" ? t("offGone") : t("off")}
          </Badge>
        </p>
        <p className="text-muted-foreground text-sm">
          {endpoint.description ? `${endpoint.description} · ` : null}
          {endpoint.events.map((event) => t(eventKey(event))).join(", ")}
        </p>
      </div>
      <Button variant="ghost" className="max-sm:hidden" onClick={() => show({ what: "log", endpoint })}>
        {t("log")}
      </Button>
      <MoreMenu label={t("actions", { url: endpoint.url })}>
        <DropdownMenuItem onSelect={() => show({ what: "log", endpoint })}>{t("log")}</DropdownMenuItem>
        {isOn ? (
          <DropdownMenuItem onSelect={() => test.mutate({ params: { id: endpoint.id } })}>
            {t("test")}
          </DropdownMenuItem>
        ) : null}
        <DropdownMenuItem onSelect={() => show({ what: "edit", endpoint })}>{t("edit")}</DropdownMenuItem>
        <DropdownMenuItem onSelect={() => show({ what: "rotate", endpoint })}>{t("rotate")}</DropdownMenuItem>
        <DropdownMenuItem
          onSelect={() =>
            turn.mutate({ params: { id: endpoint.id }, body: { status: isOn ? "disabled" : "enabled" } })
          }
        >
          {isOn ? t("switchOff") : t("switchOn")}
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={() => show({ what: "remove", endpoint })}>{t("remove")}</DropdownMenuItem>
      </MoreMenu>
    </li>
  );
}
