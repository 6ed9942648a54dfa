import { cn } from "./cn";

/** A grey place where something will stand; give it that thing's size. `label` says so to who cannot see it. */
export function Skeleton({ className, label }: { className?: string; label?: string }) {
  return (
    <>
      {label ? <span className="sr-only">{label}</span> : null}
      <span aria-hidden className={cn("block animate-pulse rounded-sm bg-accent-strong", className)} />
    </>
  );
}
