import type { ComponentProps } from "react";
import { cn } from "./cn";

/** What every typed-in control looks like. */
export const inputClasses =
  "w-full min-w-0 rounded-md border border-input bg-card px-2.5 text-foreground shadow-xs transition-[border-color,box-shadow] placeholder:text-muted-foreground hover:border-muted-foreground/60 focus-visible:border-primary focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:bg-muted disabled:text-muted-foreground disabled:hover:border-input aria-invalid:border-destructive aria-invalid:outline-destructive";

/** A one-line text input, 32 px high, 44 px under a finger. */
export function Input({ className, type = "text", ...props }: ComponentProps<"input">) {
  return <input type={type} className={cn(inputClasses, "h-8 pointer-coarse:h-11", className)} {...props} />;
}
