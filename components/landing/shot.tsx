import { cn } from "@/components/ui/cn";

/**
 * A picture of the real product, made by scripts/shots.ts from the demo wedding; light or dark as the reader's
 * device is. `alt` says what is on it.
 */
export function Shot({
  name,
  alt,
  width,
  height,
  eager,
  className,
}: {
  name: string;
  alt: string;
  width: number;
  height: number;
  eager?: boolean;
  className?: string;
}) {
  return (
    <picture>
      <source media="(prefers-color-scheme: dark)" srcSet={`/landing/${name}-dark.webp`} />
      <img
        src={`/landing/${name}-light.webp`}
        alt={alt}
        width={width}
        height={height}
        loading={eager ? "eager" : "lazy"}
        fetchPriority={eager ? "high" : undefined}
        decoding="async"
        className={cn("h-auto w-full", className)}
      />
    </picture>
  );
}
