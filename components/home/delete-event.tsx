"use client";

import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useWrite } from "@/components/shell/use-contract";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { deleteEvent, type Event, listEvents } from "@/lib/events/contract";
import { listGuests } from "@/lib/guests/contract";

/** Nothing brings an event's answers back, so this one is asked before. */
export function DeleteEvent({ event, close }: { event: Event; close: () => void }) {
  const t = useTranslations("projects");
  const c = useTranslations("common");
  const [open, setOpen] = useState(false);
  const remove = useWrite(deleteEvent, {
    refresh: [listEvents, listGuests],
    onSuccess: () => {
      setOpen(false);
      close();
    },
  });
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button variant="ghost" size="icon" className="mr-auto -ml-2" aria-label={t("eventDelete")}>
          <Trash2 aria-hidden />
        </Button>
      </DialogTrigger>
      <DialogContent
        title={t("eventDeleteTitle", { name: event.name })}
        description={t("eventDeleteHelp")}
        footer={
          <>
            <DialogClose asChild>
              <Button variant="ghost">{c("cancel")}</Button>
            </DialogClose>
            <Button
              variant="destructive"
              busy={remove.isPending}
              onClick={() => remove.mutate({ params: { id: event.id }, query: { force: "true" } })}
            >
              {t("eventDelete")}
            </Button>
          </>
        }
      />
    </Dialog>
  );
}
