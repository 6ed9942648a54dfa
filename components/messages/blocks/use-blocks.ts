"use client";

import { useEffect, useRef, useState } from "react";
import { joinBody, splitBody, type TypedBlock } from "@/lib/scene/typed-body";

export type Item = { id: number; block: TypedBlock };
export type TextKind = "paragraph" | "heading" | "quote" | "list";
export const isText = (block: TypedBlock): block is Extract<TypedBlock, { text: string }> => "text" in block;

/** Puts the caret into a block, or the focus on what can be done to it. */
function enter(id: number): void {
  const line = document.getElementById(`block-${id}`);
  (line?.querySelector<HTMLElement>("textarea, input, select") ?? line?.querySelector("button"))?.focus();
}

let last = 0;
const itemOf = (block: TypedBlock): Item => ({ id: ++last, block });

/**
 * A body as blocks that keep their identity while they are edited; what comes out is the same one text. A body that
 * changed elsewhere is read anew.
 */
export function useBlocks(body: string, onChange: (body: string) => void) {
  const [items, setItems] = useState(() => splitBody(body).map(itemOf));
  const written = useRef(body);
  const [focus, setFocus] = useState<{ id: number } | null>(null);
  useEffect(() => {
    if (body === written.current) return;
    written.current = body;
    setItems(splitBody(body).map(itemOf));
  }, [body]);
  useEffect(() => {
    if (focus) enter(focus.id);
  }, [focus]);
  const write = (next: Item[]) => {
    setItems(next);
    const typed = joinBody(next.map(({ block }) => block));
    if (typed === written.current) return;
    written.current = typed;
    onChange(typed);
  };
  const place = (at: number, block: TypedBlock) => {
    const item = itemOf(block);
    write(items.toSpliced(at, 0, item));
    setFocus({ id: item.id });
  };
  return {
    items,
    /** An empty line ends a block: what stands behind it is a paragraph of its own. */
    change(at: number, block: TypedBlock) {
      const id = items[at]!.id;
      const [first = "", ...rest] = isText(block) ? block.text.split(/\n[ \t]*\n/) : [];
      if (!isText(block) || rest.length === 0) return write(items.with(at, { id, block }));
      const more = rest.map((text) => itemOf({ kind: "paragraph", text }));
      write(items.toSpliced(at, 1, { id, block: { ...block, text: first } }, ...more));
      setFocus({ id: more.at(-1)!.id });
    },
    add: (at: number, block: TypedBlock) => place(at, block),
    /** Goes to the block that was touched last: a menu holds the focus until it has closed. */
    enterLast: () => focus && enter(focus.id),
    move(at: number, by: -1 | 1): boolean {
      const to = at + by;
      if (to < 0 || to >= items.length) return false;
      const moved = items[at]!;
      write(items.toSpliced(at, 1).toSpliced(to, 0, moved));
      setFocus({ id: moved.id });
      return true;
    },
    /** @returns what brings it back */
    remove(at: number): () => void {
      const before = items;
      const beside = items[at - 1] ?? items[at + 1];
      write(items.toSpliced(at, 1));
      if (beside) setFocus({ id: beside.id });
      return () => {
        write(before);
        setFocus({ id: before[at]!.id });
      };
    },
  };
}
