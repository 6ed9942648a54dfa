"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";

/** Asks before a deed; `children` is what else there is to read. Red is what nothing brings back. */
export function Confirm({
  open,
  onOpenChange,
  title,
  text,
  label,
  variant = "destructive",
  busy,
  onConfirm,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  text: ReactNode;
  label: string;
  variant?: "destructive" | "primary";
  busy: boolean;
  onConfirm: () => void;
  children?: ReactNode;
}) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        title={title}
        description={text}
        deed={
          <Button variant={variant} busy={busy} onClick={onConfirm}>
            {label}
          </Button>
        }
      >
        {children}
      </DialogContent>
    </Dialog>
  );
}
