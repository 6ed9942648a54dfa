"use client";

import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Confirm } from "@/components/shell/confirm";
import { useWrite } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import { deleteEvent, type Event, listEvents } from "@/lib/events/contract";
import { listGuests } from "@/lib/guests/contract";

/** Nothing brings an event's answers back, so this one is asked before. */
export function DeleteEvent({ event, close }: { event: Event; close: () => void }) {
  const t = useTranslations("projects");
  const [open, setOpen] = useState(false);
  const remove = useWrite(deleteEvent, {
    refresh: [listEvents, listGuests],
    onSuccess: () => {
      setOpen(false);
      close();
    },
  });
  return (
    <>
      <Button
        variant="ghost"
        size="icon"
        className="mr-auto -ml-2"
        aria-label={t("eventDelete")}
        onClick={() => setOpen(true)}
      >
        <Trash2 aria-hidden />
      </Button>
      <Confirm
        open={open}
        onOpenChange={setOpen}
        title={t("eventDeleteTitle", { name: event.name })}
        text={t("eventDeleteHelp")}
        label={t("eventDelete")}
        busy={remove.isPending}
        onConfirm={() => remove.mutate({ params: { id: event.id }, query: { force: "true" } })}
      />
    </>
  );
}
