"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { fieldErrors, useSentence, useWrite } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import {
  createWebhookEndpoint,
  listWebhookEndpoints,
  updateWebhookEndpoint,
  type WebhookEndpoint,
  webhookEndpoint,
} from "@/lib/webhooks/contract";

const events = webhookEndpoint.shape.events.element.options;
type Event = (typeof events)[number];

/** The words of an event: a key of messages holds no dots. */
export const eventKey = (event: Event) => `event_${event.replace(".", "_") as "rsvp_submitted"}` as const;

/** Where to send what: a new webhook, whose secret is handed on, or a change of one. */
export function EndpointDialog({
  organizationId,
  endpoint,
  close,
  made,
}: {
  organizationId: string;
  endpoint: WebhookEndpoint | null;
  close: () => void;
  made: (secret: string) => void;
}) {
  const t = useTranslations("webhooks");
  const c = useTranslations("common");
  const sentence = useSentence();
  const [url, setUrl] = useState(endpoint?.url ?? "");
  const [description, setDescription] = useState(endpoint?.description ?? "");
  const [wanted, setWanted] = useState<Event[]>(endpoint?.events ?? ["rsvp.submitted"]);
  const options = { quiet: true, refresh: [listWebhookEndpoints] };
  const create = useWrite(createWebhookEndpoint, { ...options, onSuccess: ({ secret }) => made(secret) });
  const update = useWrite(updateWebhookEndpoint, { ...options, onSuccess: close });
  const error = create.error ?? update.error;
  const errors = fieldErrors(error);
  const other = error && !errors.url && !errors.events ? sentence(error) : undefined;
  const body = { url, description, events: wanted };
  const save = () => {
    if (!endpoint) return create.mutate({ params: { id: organizationId }, body });
    return update.mutate({ params: { id: endpoint.id }, body, options: { ifMatch: endpoint.version } });
  };
  return (
    <Dialog open onOpenChange={(open) => (open ? null : close())}>
      <DialogContent
        title={endpoint ? t("editTitle") : t("addTitle")}
        deed={
          <Button
            type="submit"
            form="webhook"
            variant="primary"
            busy={create.isPending || update.isPending}
            disabled={url.trim() === "" || wanted.length === 0}
          >
            {endpoint ? c("save") : t("create")}
          </Button>
        }
      >
        <form
          id="webhook"
          noValidate
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          <Field label={t("url")} help={t("urlHelp")} error={errors.url ?? other}>
            <Input
              type="url"
              value={url}
              autoComplete="off"
              spellCheck={false}
              maxLength={2_000}
              placeholder="https://"
              onChange={(event) => {
                setUrl(event.target.value);
                create.reset();
                update.reset();
              }}
            />
          </Field>
          <fieldset className="grid gap-2">
            <legend className="mb-2 font-medium">{t("events")}</legend>
            {events.map((event) => (
              <span key={event} className="flex items-center gap-2.5">
                <Checkbox
                  id={`event-${event}`}
                  checked={wanted.includes(event)}
                  onCheckedChange={(on) =>
                    setWanted((all) => (on === true ? [...all, event] : all.filter((one) => one !== event)))
                  }
                />
                <Label htmlFor={`event-${event}`} className="font-normal">
                  {t(eventKey(event))}
                </Label>
                <code className="ml-auto text-muted-foreground text-xs max-sm:hidden">{event}</code>
              </span>
            ))}
          </fieldset>
          <Field label={t("description")} optional>
            <Input
              value={description}
              maxLength={200}
              onChange={(event) => setDescription(event.target.value)}
            />
          </Field>
        </form>
      </DialogContent>
    </Dialog>
  );
}
