import { useRef } from "react";

/**
 * Brings the focus back to where it was before a dialog or sheet took it. Radix gives it to its own trigger, and
 * what the address opens has none. Whoever went on elsewhere meanwhile stays there.
 *
 * @returns `remember` for onOpenAutoFocus, `giveBack` for onCloseAutoFocus
 */
export function useReturnFocus() {
  const from = useRef<Element | null>(null);
  return {
    remember: () => {
      from.current = document.activeElement;
    },
    giveBack: (event: Event) => {
      event.preventDefault();
      const content = event.currentTarget as HTMLElement | null;
      const now = document.activeElement;
      const isElsewhere = now !== null && now !== document.body && !content?.contains(now);
      if (!isElsewhere && from.current instanceof HTMLElement && from.current.isConnected) {
        from.current.focus({ preventScroll: true });
      }
    },
  };
}
