import type { ReactNode } from "react";
import { cn } from "./cn";

/** A key to press; hidden where there is no keyboard. */
export function Kbd({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <kbd
      className={cn(
        "inline-grid h-5 min-w-5 place-items-center rounded-sm border bg-card px-1 font-sans text-muted-foreground text-xs pointer-coarse:hidden",
        className,
      )}
    >
      {children}
    </kbd>
  );
}
