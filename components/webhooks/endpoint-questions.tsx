"use client";

import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { Confirm } from "@/components/shell/confirm";
import { CopyButton } from "@/components/shell/copy-button";
import { useWrite } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import {
  deleteWebhookEndpoint,
  listWebhookEndpoints,
  rotateWebhookSecret,
  type WebhookEndpoint,
} from "@/lib/webhooks/contract";

type Asked = { endpoint: WebhookEndpoint; close: () => void };

/** The secret, this once. */
export function SecretDialog(props: { secret: string; rotated: boolean; close: () => void }) {
  const t = useTranslations("webhooks");
  return (
    <Dialog open onOpenChange={(open) => (open ? null : props.close())}>
      <DialogContent
        title={t("secretTitle")}
        description={props.rotated ? `${t("secretHelp")} ${t("secretFormer")}` : t("secretHelp")}
        footer={
          <Button variant="primary" onClick={props.close}>
            {t("done")}
          </Button>
        }
      >
        <div className="flex items-center gap-2 rounded-md border bg-muted p-2 pl-3">
          <code className="min-w-0 flex-1 break-all text-sm">{props.secret}</code>
          <CopyButton text={props.secret} label={t("secretCopy")} said={t("copied")} />
        </div>
      </DialogContent>
    </Dialog>
  );
}

/** Asks before a new secret is made. */
export function RotateDialog({ endpoint, close, made }: Asked & { made: (secret: string) => void }) {
  const t = useTranslations("webhooks");
  const rotate = useWrite(rotateWebhookSecret, {
    refresh: [listWebhookEndpoints],
    onSuccess: ({ secret }) => made(secret),
  });
  return (
    <Confirm
      open
      onOpenChange={(open) => (open ? null : close())}
      title={t("rotateTitle")}
      text={t("rotateHelp")}
      label={t("rotate")}
      variant="primary"
      busy={rotate.isPending}
      onConfirm={() => rotate.mutate({ params: { id: endpoint.id } })}
    />
  );
}

/** Asks before a webhook and its log are gone. */
export function RemoveDialog({ endpoint, close }: Asked) {
  const t = useTranslations("webhooks");
  const remove = useWrite(deleteWebhookEndpoint, {
    refresh: [listWebhookEndpoints],
    onSuccess: () => {
      toast.success(t("removed"));
      close();
    },
  });
  return (
    <Confirm
      open
      onOpenChange={(open) => (open ? null : close())}
      title={t("removeTitle")}
      text={t("removeHelp", { url: endpoint.url })}
      label={t("remove")}
      busy={remove.isPending}
      onConfirm={() => remove.mutate({ params: { id: endpoint.id } })}
    />
  );
}
