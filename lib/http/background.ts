import { log } from "@/lib/clients/log";

type Platform = { get?(): { waitUntil?(work: Promise<unknown>): void } | undefined };

/**
 * Lets work go on beside the answer. A server outlives it; a function on Vercel is asked to stay awake for it
 * (the request context that @vercel/functions reads too).
 */
export function inBackground(work: () => Promise<unknown>): void {
  const running = work().catch((error: unknown) =>
    log.error({ error: String(error) }, "work beside an answer failed"),
  );
  const platform = (globalThis as { [key: symbol]: Platform | undefined })[
    Symbol.for("@vercel/request-context")
  ];
  platform?.get?.()?.waitUntil?.(running);
}
