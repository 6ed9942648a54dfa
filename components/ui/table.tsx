import type { ComponentProps } from "react";
import { cn } from "./cn";

/** A table that scrolls sideways inside its own frame when the screen is narrow. */
export function Table({ className, label, ...props }: ComponentProps<"table"> & { label: string }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="w-full overflow-x-auto focus-visible:-outline-offset-2"
    >
      <table className={cn("w-full border-collapse tabular-nums", className)} {...props} />
    </section>
  );
}

/** The heading row's group. */
export function TableHeader({ className, ...props }: ComponentProps<"thead">) {
  return <thead className={cn("border-b", className)} {...props} />;
}

/** The rows. */
export function TableBody(props: ComponentProps<"tbody">) {
  return <tbody {...props} />;
}

/** One row, 36 px, 44 px under a finger. */
export function TableRow({ className, ...props }: ComponentProps<"tr">) {
  return (
    <tr
      className={cn("h-9 border-b transition-colors last:border-0 pointer-coarse:h-11", className)}
      {...props}
    />
  );
}

/** A column's or row's heading. */
export function TableHead({ className, scope = "col", ...props }: ComponentProps<"th">) {
  return (
    <th
      scope={scope}
      className={cn(
        "whitespace-nowrap px-3 text-left font-medium text-muted-foreground text-sm first:pl-0 last:pr-0",
        className,
      )}
      {...props}
    />
  );
}

/** A cell. */
export function TableCell({ className, ...props }: ComponentProps<"td">) {
  return <td className={cn("px-3 first:pl-0 last:pr-0", className)} {...props} />;
}
