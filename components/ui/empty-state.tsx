import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

/** Nothing here yet: one sentence that teaches, and the first step. */
export function EmptyState({
  icon: Icon,
  title,
  heading: Heading = "h2",
  children,
  action,
  className,
}: {
  icon?: LucideIcon;
  title: ReactNode;
  /** `h1` where this is the whole page. */
  heading?: "h1" | "h2";
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
}) {
  return (
    <div
      className={cn(
        "mx-auto grid max-w-sm content-start justify-items-center gap-1 px-4 py-16 text-center",
        className,
      )}
    >
      {Icon ? <Icon aria-hidden strokeWidth={1.5} className="mb-3 size-6 text-muted-foreground" /> : null}
      <Heading className="font-semibold text-md">{title}</Heading>
      {children ? <p className="text-muted-foreground">{children}</p> : null}
      {action ? <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}
