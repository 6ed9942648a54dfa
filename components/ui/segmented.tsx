"use client";

import { RadioGroup } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";

/** A short choice in one row, of which one always holds; tabs are for what changes the page's content. */
export function Segmented<T extends string>({
  label,
  value,
  onChange,
  choices,
  className,
}: {
  label: string;
  value: T;
  onChange: (value: T) => void;
  /** `name` is said where the content is a sign. */
  choices: { value: T; content: ReactNode; name?: string }[];
  className?: string;
}) {
  return (
    <RadioGroup.Root
      aria-label={label}
      value={value}
      onValueChange={(next) => onChange(next as T)}
      orientation="horizontal"
      className={cn("inline-flex items-center gap-0.5 rounded-md bg-accent p-0.5", className)}
    >
      {choices.map((choice) => (
        <RadioGroup.Item
          key={choice.value}
          value={choice.value}
          aria-label={choice.name}
          className="inline-flex h-7 items-center rounded-sm px-2.5 font-medium text-muted-foreground text-sm transition-colors hover:text-foreground data-[state=checked]:bg-card data-[state=checked]:text-foreground data-[state=checked]:shadow-xs pointer-coarse:h-11"
        >
          {choice.content}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
