"use client";

import { Switch as Primitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn";

/** A switch for what takes effect at once; a checkbox for what waits for a button. */
export function Switch({ className, ...props }: ComponentProps<typeof Primitive.Root>) {
  return (
    <Primitive.Root
      className={cn(
        "touch-target inline-flex h-5 w-8 shrink-0 items-center rounded-full bg-input p-0.5 transition-colors data-[state=checked]:bg-primary disabled:opacity-45",
        className,
      )}
      {...props}
    >
      <Primitive.Thumb className="block size-4 rounded-full bg-white shadow-xs transition-transform data-[state=checked]:translate-x-3" />
    </Primitive.Root>
  );
}
