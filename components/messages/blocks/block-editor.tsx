"use client";

import {
  CalendarDays,
  Heading,
  List,
  type LucideIcon,
  Minus,
  Pilcrow,
  Plus,
  Quote,
  SquareMousePointer,
} from "lucide-react";
import { useRef, useState } from "react";
import { toast } from "sonner";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { TypedBlock } from "@/lib/scene/typed-body";
import { BlockLine } from "./block-line";
import { useBlocks } from "./use-blocks";

const kinds: { icon: LucideIcon; block: TypedBlock }[] = [
  { icon: Pilcrow, block: { kind: "paragraph", text: "" } },
  { icon: Heading, block: { kind: "heading", text: "" } },
  { icon: SquareMousePointer, block: { kind: "button", label: "", href: "{{invite.url}}" } },
  { icon: CalendarDays, block: { kind: "details" } },
  { icon: List, block: { kind: "list", text: "" } },
  { icon: Quote, block: { kind: "quote", text: "" } },
  { icon: Minus, block: { kind: "divider" } },
];

/** The body of a mail as blocks: each edited where it stands, added, moved, and removed with a way back. */
export function BlockEditor({
  value,
  onChange,
  disabled,
  labelledBy,
}: {
  value: string;
  onChange: (body: string) => void;
  disabled: boolean;
  labelledBy: string;
}) {
  const t = useTranslations("messages");
  const c = useTranslations("common");
  const blocks = useBlocks(value, onChange);
  const [said, setSaid] = useState("");
  const added = useRef(false);
  const { items } = blocks;
  return (
    <div className="grid grid-cols-1 gap-2">
      <ol aria-labelledby={labelledBy} className="grid grid-cols-1 gap-2">
        {items.map(({ id, block }, at) => (
          <BlockLine
            key={id}
            id={id}
            block={block}
            isFirst={at === 0}
            isLast={at === items.length - 1}
            disabled={disabled}
            onChange={(next) => blocks.change(at, next)}
            onMove={(by) => {
              if (blocks.move(at, by)) setSaid(t("blockMoved", { place: at + by + 1, count: items.length }));
            }}
            onRemove={() => {
              const undo = blocks.remove(at);
              const name = t(`block_${block.kind}`);
              toast(t("blockRemoved", { name }), { action: { label: c("undo"), onClick: undo } });
            }}
            onEmptied={() => void blocks.remove(at)}
            onNext={() => blocks.add(at + 1, { kind: "paragraph", text: "" })}
          />
        ))}
      </ol>
      <p role="status" className="sr-only">
        {said}
      </p>
      {disabled ? null : (
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <Button size="sm" className="justify-self-start">
              <Plus aria-hidden />
              {t("blockAdd")}
            </Button>
          </DropdownMenuTrigger>
          <DropdownMenuContent
            onCloseAutoFocus={(event) => {
              if (!added.current) return;
              added.current = false;
              event.preventDefault();
              blocks.enterLast();
            }}
          >
            {kinds.map(({ icon: Icon, block }) => (
              <DropdownMenuItem
                key={block.kind}
                onSelect={() => {
                  added.current = true;
                  blocks.add(items.length, block);
                }}
              >
                <Icon aria-hidden />
                {t(`block_${block.kind}`)}
              </DropdownMenuItem>
            ))}
          </DropdownMenuContent>
        </DropdownMenu>
      )}
    </div>
  );
}
