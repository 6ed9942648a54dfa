import { cn } from "./cn";

/** A grey place where something will stand; give it that thing's size. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn("block animate-pulse rounded-sm bg-accent-strong", className)} />;
}
