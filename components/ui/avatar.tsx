import { cn } from "./cn";

/** The first letters of a name of any script: at most two, whole graphemes. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const picked = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
  return picked
    .map(
      (word) =>
        segmenter
          .segment(word ?? "")
          [Symbol.iterator]()
          .next().value?.segment ?? "",
    )
    .join("")
    .toLocaleUpperCase();
}

/** A person or organization as a letter on a quiet ground; the name stands beside it, so it is decoration. */
export function Avatar({ name, square, className }: { name: string; square?: boolean; className?: string }) {
  return (
    <span
      aria-hidden
      className={cn(
        "inline-grid size-6 shrink-0 select-none place-items-center bg-accent-strong font-semibold text-[10px] text-muted-foreground tracking-wide",
        square ? "rounded-sm" : "rounded-full",
        className,
      )}
    >
      {initials(name) || "·"}
    </span>
  );
}
