"use client";

import { useFormatter, useNow } from "use-intl";

/** "3 minutes ago", kept true while one looks; the exact moment is in its title. */
export function Ago({ at, className }: { at: string; className?: string }) {
  const format = useFormatter();
  const now = useNow({ updateInterval: 30_000 });
  const then = new Date(at);
  return (
    <time dateTime={at} title={then.toLocaleString()} className={className} suppressHydrationWarning>
      {format.relativeTime(then > now ? now : then, now)}
    </time>
  );
}
