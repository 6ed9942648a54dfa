import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

const merge = extendTailwindMerge({
  extend: { classGroups: { "font-size": [{ text: ["xs", "sm", "base", "md", "lg", "xl", "2xl", "3xl"] }] } },
});

/** Joins class names; of two that set the same property the last one stands. */
export function cn(...inputs: ClassValue[]): string {
  return merge(clsx(inputs));
}
