"use client";

import { Copy } from "lucide-react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";

/** Copies a short text; `label` says which, `said` that it is done. */
export function CopyButton({ text, label, said }: { text: string; label: string; said: string }) {
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    toast.success(said);
  };
  return (
    <Button variant="ghost" size="icon" aria-label={label} onClick={() => void copy()}>
      <Copy aria-hidden />
    </Button>
  );
}
