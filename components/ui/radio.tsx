"use client";

import { RadioGroup as Primitive } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

/** A group of radios; give it aria-label or aria-labelledby. */
export function RadioGroup({ className, ...props }: ComponentProps<typeof Primitive.Root>) {
  return <Primitive.Root className={cn("grid gap-1", className)} {...props} />;
}

/** One radio with its words; the whole line is the target. */
export function RadioItem({
  className,
  children,
  help,
  ...props
}: ComponentProps<typeof Primitive.Item> & { help?: ReactNode }) {
  return (
    <Primitive.Item
      className={cn(
        "group flex w-full items-start gap-2.5 rounded-md py-1 text-left disabled:opacity-45 pointer-coarse:min-h-11 pointer-coarse:items-center",
        className,
      )}
      {...props}
    >
      <span className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-input bg-card shadow-xs transition-colors group-hover:border-muted-foreground group-data-[state=checked]:border-primary group-data-[state=checked]:bg-primary pointer-coarse:mt-0">
        <span className="size-1.5 rounded-full bg-primary-foreground opacity-0 group-data-[state=checked]:opacity-100" />
      </span>
      <span className="min-w-0">
        {children}
        {help ? <span className="block text-muted-foreground text-sm">{help}</span> : null}
      </span>
    </Primitive.Item>
  );
}
