"use client";

import { ChevronDown } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { TextKind } from "./use-blocks";

const kinds: TextKind[] = ["paragraph", "heading", "list", "quote"];

/** What a block of words is, and what else it could be. */
export function KindMenu({ value, onChange }: { value: TextKind; onChange: (kind: TextKind) => void }) {
  const t = useTranslations("messages");
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="sm" className="-ml-1.5 h-6 px-1.5 text-muted-foreground">
          {t(`block_${value}`)}
          <ChevronDown aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <DropdownMenuRadioGroup value={value} onValueChange={(kind) => onChange(kind as TextKind)}>
          {kinds.map((kind) => (
            <DropdownMenuRadioItem key={kind} value={kind}>
              {t(`block_${kind}`)}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
