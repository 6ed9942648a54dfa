"use client";

import { type ComponentProps, useEffect, useRef, useState } from "react";
import { cn } from "@/components/ui/cn";

const LENGTH = 6;
const places = Array.from({ length: LENGTH }, (_, n) => n);

type Props = Omit<ComponentProps<"input">, "value" | "onChange" | "type"> & {
  value: string;
  /** Gets digits only, six at most, however they came: typed, pasted, or filled in from a message. */
  onValue: (code: string) => void;
};

/** One input drawn as six places. Being one, it pastes, fills in, undoes and reads aloud as any other does. */
export function CodeInput({ value, onValue, className, ...props }: Props) {
  const [marked, setMarked] = useState<{ from: number; to: number } | null>(null);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // React's onSelect misses a selection that was made by a program.
    const look = () => {
      const input = box.current?.querySelector("input");
      if (!input || document.activeElement !== input) return;
      setMarked({ from: input.selectionStart ?? 0, to: input.selectionEnd ?? 0 });
    };
    document.addEventListener("selectionchange", look);
    return () => document.removeEventListener("selectionchange", look);
  }, []);
  const isInvalid = Boolean(props["aria-invalid"]);
  const isAt = (place: number) =>
    marked !== null && marked.from === marked.to && place === Math.min(marked.from, LENGTH - 1);
  const isMarked = (place: number) => marked !== null && place >= marked.from && place < marked.to;
  return (
    <div ref={box} className="relative">
      <div aria-hidden className="grid grid-cols-[repeat(3,1fr)_0_repeat(3,1fr)] gap-2">
        {places.map((place) => (
          <span
            key={place}
            className={cn(
              "grid h-14 place-items-center rounded-md border border-input bg-card font-medium text-xl tabular-nums shadow-xs transition-[border-color,background-color]",
              // Three and three, as one reads them.
              place === 3 && "col-start-5",
              isInvalid && "border-destructive",
              isMarked(place) && "border-primary bg-primary-wash",
              isAt(place) && "-outline-offset-1 border-primary outline-2 outline-ring",
            )}
          >
            {value[place]}
          </span>
        ))}
      </div>
      <input
        {...props}
        type="text"
        inputMode="numeric"
        autoComplete="one-time-code"
        pattern="[0-9 -]*"
        className={cn(
          "absolute inset-0 w-full cursor-text bg-transparent text-transparent caret-transparent outline-none selection:bg-transparent selection:text-transparent",
          className,
        )}
        value={value}
        onChange={(event) => {
          const digits = event.target.value.replace(/\D/g, "");
          // One digit too many was typed; a longer text was pasted.
          if (digits.length === LENGTH + 1 && value.length === LENGTH) return;
          onValue(digits.slice(0, LENGTH));
        }}
        onFocus={(event) => setMarked({ from: event.target.value.length, to: event.target.value.length })}
        onBlur={() => setMarked(null)}
      />
    </div>
  );
}
