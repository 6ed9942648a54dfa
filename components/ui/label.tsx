import type { ComponentProps } from "react";
import { cn } from "./cn";

/** A label; `htmlFor` names its control. */
export function Label({
  className,
  htmlFor,
  children,
  ...props
}: ComponentProps<"label"> & { htmlFor: string }) {
  return (
    <label htmlFor={htmlFor} className={cn("font-medium text-foreground", className)} {...props}>
      {children}
    </label>
  );
}
