"use client";

import { ArrowDown, ArrowUp, X } from "lucide-react";
import type { KeyboardEvent } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import type { TypedBlock } from "@/lib/scene/typed-body";
import { insertAtCaret } from "../insert";
import { MergeMenu } from "../merge-menu";
import { ButtonFields } from "./button-fields";
import { KindMenu } from "./kind-menu";
import { isText } from "./use-blocks";

/** One block of a mail with what can be done to it. Alt with an arrow moves it; Backspace takes an empty one away. */
export function BlockLine({
  id,
  block,
  isFirst,
  isLast,
  disabled,
  onChange,
  onMove,
  onRemove,
  onEmptied,
  onNext,
}: {
  id: number;
  block: TypedBlock;
  isFirst: boolean;
  isLast: boolean;
  disabled: boolean;
  onChange: (block: TypedBlock) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
  onEmptied: () => void;
  onNext: () => void;
}) {
  const t = useTranslations("messages");
  const name = t(`block_${block.kind}`);
  const textId = `block-text-${id}`;
  const press = (event: KeyboardEvent) => {
    if (disabled) return;
    const by = event.altKey ? { ArrowUp: -1 as const, ArrowDown: 1 as const }[event.key] : undefined;
    if (by) {
      event.preventDefault();
      onMove(by);
    }
  };
  const pressInText = (event: KeyboardEvent) => {
    if (!isText(block) || event.nativeEvent.isComposing) return;
    const isEnter = event.key === "Enter" && !event.shiftKey && block.kind === "heading";
    const isGone = event.key === "Backspace" && block.text === "" && !(isFirst && isLast);
    if (isEnter) onNext();
    else if (isGone) onEmptied();
    if (isEnter || isGone) event.preventDefault();
  };
  return (
    <li
      id={`block-${id}`}
      onKeyDown={press}
      className="grid grid-cols-1 rounded-md border border-input bg-card shadow-xs focus-within:border-primary"
    >
      <div className="flex min-h-8 flex-wrap items-center gap-x-0.5 py-0.5 pr-1 pl-2.5 text-muted-foreground text-sm">
        {isText(block) && !disabled ? (
          <KindMenu value={block.kind} onChange={(kind) => onChange({ ...block, kind })} />
        ) : (
          <span>{name}</span>
        )}
        {disabled ? null : (
          <span className="ml-auto flex items-center">
            {isText(block) ? (
              <MergeMenu
                onInsert={(piece) => onChange({ ...block, text: insertAtCaret(textId, block.text, piece) })}
              />
            ) : null}
            <Button
              variant="ghost"
              size="icon-sm"
              aria-label={t("blockUp", { name })}
              disabled={isFirst}
              onClick={() => onMove(-1)}
            >
              <ArrowUp aria-hidden />
            </Button>
            <Button
              variant="ghost"
              size="icon-sm"
              aria-label={t("blockDown", { name })}
              disabled={isLast}
              onClick={() => onMove(1)}
            >
              <ArrowDown aria-hidden />
            </Button>
            <Button variant="ghost" size="icon-sm" aria-label={t("blockRemove", { name })} onClick={onRemove}>
              <X aria-hidden />
            </Button>
          </span>
        )}
      </div>
      {isText(block) ? (
        <textarea
          id={textId}
          aria-label={name}
          value={block.text}
          disabled={disabled}
          rows={1}
          placeholder={t(`blockEmpty_${block.kind}`)}
          onKeyDown={pressInText}
          onChange={(event) => onChange({ ...block, text: event.target.value })}
          className={cn(
            "field-sizing-content max-h-96 w-full resize-none rounded-b-md bg-transparent px-2.5 pt-0.5 pb-2 -outline-offset-2 placeholder:text-muted-foreground",
            block.kind === "heading" && "font-semibold text-lg",
            block.kind === "quote" && "italic",
          )}
        />
      ) : block.kind === "button" ? (
        <ButtonFields value={block} onChange={onChange} disabled={disabled} />
      ) : block.kind === "details" ? (
        <p className="px-2.5 pb-2 text-muted-foreground">{t("blockDetails")}</p>
      ) : (
        <hr className="mx-2.5 mt-1 mb-3" />
      )}
    </li>
  );
}
