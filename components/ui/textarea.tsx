import type { ComponentProps } from "react";
import { cn } from "./cn";
import { inputClasses } from "./input";

/** A text area that grows with what is typed, up to its `max-h`. */
export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  return (
    <textarea
      className={cn(inputClasses, "field-sizing-content max-h-96 min-h-20 resize-y py-1.5", className)}
      {...props}
    />
  );
}
