"use client";

import { Check, MessageCircle, SkipForward } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { useFormatter, useLocale, useNow, useTranslations } from "use-intl";
import { Alert } from "@/components/ui/alert";
import { Button, buttonVariants } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import type { HostQueue } from "@/lib/messaging/queue/contract";
import { zoneName } from "@/lib/scene/dates";

type Message = NonNullable<HostQueue["message"]>;

/** One guest's message: the button opens the host's own app; once it was opened, the mark is what comes next. */
export function QueuedMessage({
  message,
  busy,
  onMark,
}: {
  message: Message;
  busy: boolean;
  onMark: (as: "sent" | "skipped") => void;
}) {
  const t = useTranslations("messages");
  const [isOpened, setOpened] = useState(false);
  const name = useId();
  const open = useRef<HTMLAnchorElement>(null);
  // The next guest's button is where the thumb and the keyboard already are.
  useEffect(() => open.current?.focus({ preventScroll: true }), []);
  const { guestName, address, text, channel, link, timezone, opensAt } = message;
  const isWhatsApp = channel === "whatsapp";
  return (
    <section aria-labelledby={name} className="flex flex-1 flex-col gap-4">
      <header>
        <h2 id={name} className="text-balance break-words font-semibold text-lg">
          <bdi>{guestName}</bdi>
        </h2>
        <p className="text-muted-foreground tabular-nums">
          <bdi>{address}</bdi>
        </p>
      </header>
      {opensAt ? <Night timezone={timezone} opensAt={opensAt} /> : null}
      <p
        dir="auto"
        className="whitespace-pre-wrap rounded-2xl rounded-bl-md bg-muted px-4 py-3 [overflow-wrap:anywhere]"
      >
        {text}
      </p>
      <div className="sticky bottom-0 mt-auto grid gap-2 bg-background py-2 max-md:bottom-14">
        <a
          ref={open}
          href={link}
          aria-describedby={name}
          {...(isWhatsApp && { target: "_blank", rel: "noreferrer" })}
          onClick={() => setOpened(true)}
          className={cn(
            buttonVariants({ variant: isOpened ? "secondary" : "primary", size: "lg" }),
            "h-12 w-full text-base",
          )}
        >
          <MessageCircle aria-hidden />
          {t(isWhatsApp ? "queueOpenWhatsApp" : "queueOpenSms")}
        </a>
        <div className="grid grid-cols-2 gap-2">
          <Button size="lg" className="h-12" disabled={busy} onClick={() => onMark("skipped")}>
            <SkipForward aria-hidden />
            {t("queueSkip")}
          </Button>
          <Button
            size="lg"
            className="h-12"
            variant={isOpened ? "primary" : "secondary"}
            busy={busy}
            onClick={() => onMark("sent")}
          >
            <Check aria-hidden />
            {t("queueSent")}
          </Button>
        </div>
      </div>
    </section>
  );
}

/** That it is night where the guest lives, before the host presses: whether to write all the same is theirs to say. */
function Night({ timezone, opensAt }: { timezone: string; opensAt: string }) {
  const t = useTranslations("messages");
  const format = useFormatter();
  const locale = useLocale();
  const now = useNow({ updateInterval: 30_000 });
  const clock = (at: Date) =>
    format.dateTime(at, {
      ...{ hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: timezone },
    });
  return (
    <Alert title={t("queueNight", { time: clock(now), zone: zoneName(timezone, locale, opensAt) })}>
      {t("queueNightText", { time: clock(new Date(opensAt)) })}
    </Alert>
  );
}
