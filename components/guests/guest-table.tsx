"use client";

import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useNarrow } from "@/components/shell/use-narrow";
import { RowSkeletons } from "@/components/ui/skeleton";
import type { Guest } from "@/lib/guests/contract";
import { GuestRow } from "./guest-row";

/**
 * The rows of the guest list: only those near the screen are in the document, the next page is read before the
 * last loaded one is reached, and arrows, J and K walk through them.
 */
export function GuestTable({
  guests,
  total,
  current,
  households,
  hrefOf,
  onOpen,
  onEnd,
}: {
  guests: Guest[];
  total: number;
  current: string | null;
  households: Map<string, string>;
  hrefOf: (guest: Guest) => string;
  onOpen: (guest: Guest) => void;
  /** Called when the end of what is loaded comes near. */
  onEnd: (() => void) | null;
}) {
  const t = useTranslations("guests");
  const narrow = useNarrow();
  const list = useRef<HTMLTableSectionElement>(null);
  const [margin, setMargin] = useState(0);
  const [active, setActive] = useState(0);
  const wanted = useRef<number | null>(null);
  useLayoutEffect(() => {
    const top = list.current?.getBoundingClientRect().top ?? 0;
    setMargin(top + window.scrollY);
  }, []);
  const height = narrow ? 60 : 36;
  const rows = useWindowVirtualizer({
    count: guests.length,
    estimateSize: () => height,
    overscan: 12,
    scrollMargin: margin,
    initialRect: { width: 1280, height: 900 },
    getItemKey: (index) => guests[index]?.id ?? index,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a row's height is measured anew when the layout changes
  useEffect(() => rows.measure(), [height]);
  const items = rows.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (onEnd && last >= guests.length - 30) onEnd();
  }, [last, guests.length, onEnd]);
  useEffect(() => {
    if (wanted.current === null) return;
    const link = list.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"] a`);
    if (link) {
      link.focus({ preventScroll: true });
      wanted.current = null;
    }
  });

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: 12, PageUp: -12 }[event.key];
    const next =
      event.key === "Home" ? 0 : event.key === "End" ? guests.length - 1 : step ? active + step : null;
    if (next === null || event.metaKey || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    const index = Math.max(0, Math.min(guests.length - 1, next));
    wanted.current = index;
    setActive(index);
    rows.scrollToIndex(index, { align: "auto" });
  };

  const before = Math.max(0, (items[0]?.start ?? margin) - margin);
  const after = Math.max(0, rows.getTotalSize() - ((items.at(-1)?.end ?? margin) - margin));
  return (
    <>
      <table aria-label={t("list")} aria-rowcount={total + 1} className="w-full table-fixed border-collapse">
        <thead className="sticky top-0 z-10 bg-background max-md:sr-only">
          <tr className="h-9 border-b text-left text-muted-foreground text-sm [&>th]:truncate [&>th]:px-2 [&>th]:font-medium [&>th]:first:pl-8 [&>th]:last:pr-8">
            {columns.map(([column, width]) => (
              <th key={column} scope="col" className={width}>
                {t(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={list} onKeyDown={onKeyDown}>
          <Gap height={before} />
          {items.map(({ index, key }) => {
            const guest = guests[index];
            if (!guest) return null;
            return (
              <GuestRow
                key={key}
                guest={guest}
                index={index}
                household={households.get(guest.groupId)}
                href={hrefOf(guest)}
                tabbable={index === Math.min(active, guests.length - 1)}
                isCurrent={guest.id === current}
                onOpen={() => {
                  setActive(index);
                  onOpen(guest);
                }}
                onFocus={() => setActive(index)}
              />
            );
          })}
          <Gap height={after} />
        </tbody>
      </table>
      {onEnd ? <RowSkeletons count={3} label={t("loadingMore")} /> : null}
    </>
  );
}

const columns = [
  ["columnName", "max-md:w-3/5"],
  ["columnStatus", "w-40 max-md:w-2/5"],
  ["columnHousehold", "w-1/5 max-md:hidden"],
  ["columnContact", "w-1/4 max-md:hidden"],
  ["columnTags", "w-1/5 max-md:hidden"],
] as const;

/** The room of the rows that are not in the document. */
function Gap({ height }: { height: number }) {
  return height > 0 ? (
    <tr aria-hidden>
      <td style={{ height }} />
    </tr>
  ) : null;
}
