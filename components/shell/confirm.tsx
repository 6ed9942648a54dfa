"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent } from "@/components/ui/dialog";

/** Asks before what cannot be taken back; `children` is what else there is to read. */
export function Confirm({
  open,
  onOpenChange,
  title,
  text,
  label,
  busy,
  onConfirm,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  text: string;
  label: string;
  busy: boolean;
  onConfirm: () => void;
  children?: ReactNode;
}) {
  const c = useTranslations("common");
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        title={title}
        description={text}
        footer={
          <>
            <DialogClose asChild>
              <Button variant="ghost">{c("cancel")}</Button>
            </DialogClose>
            <Button variant="destructive" busy={busy} onClick={onConfirm}>
              {label}
            </Button>
          </>
        }
      >
        {children}
      </DialogContent>
    </Dialog>
  );
}
