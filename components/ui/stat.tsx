import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "./cn";

/** A figure with its name; it leads to the rows behind it. */
export function Stat({
  label,
  value,
  note,
  href,
  className,
}: {
  label: ReactNode;
  value: ReactNode;
  note?: ReactNode;
  href: string;
  className?: string;
}) {
  return (
    <Link
      href={href}
      className={cn(
        "group grid min-w-0 content-start gap-0.5 rounded-md px-4 py-3 transition-colors hover:bg-accent",
        className,
      )}
    >
      <span className="truncate text-muted-foreground">{label}</span>
      <span className="font-semibold text-xl tabular-nums">{value}</span>
      {note ? <span className="truncate text-muted-foreground text-sm">{note}</span> : null}
    </Link>
  );
}
