"use client";

import { Plus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { Ago } from "@/components/shell/ago";
import { fieldErrors, useSentence, useWrite } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { type GuestDetail, getGuest, listGuests } from "@/lib/guests/contract";
import { giveConsent, withdrawConsent } from "@/lib/messaging/consent/contract";
import { listTimeline } from "@/lib/messaging/timeline/contract";
import { channel as channels } from "@/lib/messaging/waterfall/contract";

const refresh = [getGuest, listGuests, listTimeline];

/** What a guest allowed, and how one knows; written down by hand where they said so. */
export function GuestConsents({ guest, mayEdit }: { guest: GuestDetail; mayEdit: boolean }) {
  const t = useTranslations("guests");
  const c = useTranslations("common");
  const sentence = useSentence();
  const free = channels.options.filter((one) => !guest.consents.some(({ channel }) => channel === one));
  const [open, setOpen] = useState(false);
  const [channel, setChannel] = useState<(typeof channels.options)[number]>("sms");
  const [note, setNote] = useState("");
  const give = useWrite(giveConsent, {
    quiet: true,
    refresh,
    onSuccess: () => {
      setOpen(false);
      setNote("");
    },
  });
  const withdraw = useWrite(withdrawConsent, { refresh });
  const chosen = free.includes(channel) ? channel : (free[0] ?? "sms");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    give.mutate({ params: { id: guest.id }, body: { channel: chosen, note } });
  };
  return (
    <section aria-label={t("consents")} className="grid gap-1.5">
      <div className="flex items-center justify-between gap-3">
        <h3 className="font-medium">{t("consents")}</h3>
        {mayEdit && free.length > 0 && !open ? (
          <Button variant="ghost" size="sm" onClick={() => setOpen(true)}>
            <Plus aria-hidden />
            {t("consentAdd")}
          </Button>
        ) : null}
      </div>
      {guest.consents.length === 0 && !open ? (
        <p className="text-muted-foreground text-sm">{t("consentNone")}</p>
      ) : null}
      <ul>
        {guest.consents.map((one) => (
          <li key={one.channel} className="flex min-h-8 items-center justify-between gap-3">
            <span className="min-w-0">
              {t(`consent_${one.channel as "sms"}`)}
              <span className="text-muted-foreground text-sm">
                {" · "}
                {t(`consentFrom_${one.source as "host"}`)} <Ago at={one.at} />
              </span>
            </span>
            {mayEdit ? (
              <Button
                variant="ghost"
                size="sm"
                busy={withdraw.isPending}
                aria-label={t("consentEndLong", { channel: t(`consent_${one.channel as "sms"}`) })}
                onClick={() =>
                  withdraw.mutate({
                    params: { id: guest.id },
                    body: { channel: channels.parse(one.channel) },
                  })
                }
              >
                {t("consentEnd")}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {open ? (
        <form noValidate onSubmit={submit} className="grid gap-3 rounded-md border px-3 py-3">
          <Field label={t("consentChannel")}>
            <Select value={chosen} onChange={(event) => setChannel(channels.parse(event.target.value))}>
              {free.map((one) => (
                <option key={one} value={one}>
                  {t(`consent_${one}`)}
                </option>
              ))}
            </Select>
          </Field>
          <Field
            label={t("consentNote")}
            help={t("consentNoteHelp")}
            error={give.error ? (fieldErrors(give.error).note ?? sentence(give.error)) : null}
          >
            <Input value={note} autoFocus onChange={(event) => setNote(event.target.value)} />
          </Field>
          <div className="flex justify-end gap-2">
            <Button variant="ghost" onClick={() => setOpen(false)}>
              {c("cancel")}
            </Button>
            <Button type="submit" busy={give.isPending}>
              {t("consentSave")}
            </Button>
          </div>
        </form>
      ) : null}
    </section>
  );
}
