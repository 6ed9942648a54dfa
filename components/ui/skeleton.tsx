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

/** The rows of a list that are on their way: two lines each on a phone, one at a desk. `label` is said. */
export function RowSkeletons({ count, label }: { count: number; label: string }) {
  return (
    <div role="status" aria-label={label}>
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the places are all alike
        <div key={index} className="flex h-15 items-center gap-4 border-b px-4 md:h-9 md:px-8">
          <Skeleton className="h-3.5 w-40" />
          <Skeleton className="ml-auto h-3.5 w-20 md:ml-16" />
          <Skeleton className="hidden h-3.5 w-32 md:block" />
        </div>
      ))}
    </div>
  );
}
