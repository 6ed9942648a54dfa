import { cn } from "@/components/ui/cn";

const tones: Record<string, string> = { GET: "text-primary", DELETE: "text-destructive" };

/** An HTTP method, of one width, so that what follows stands in line. */
export const Method = ({ name, className }: { name: string; className?: string }) => (
  <span
    className={cn("w-13 shrink-0 font-mono font-medium text-xs", tones[name] ?? "text-success", className)}
  >
    {name}
  </span>
);
