import { dangerouslyDeleteByTag } from "@vercel/functions";

type Purge = (tags: string[]) => void | Promise<void>;

/**
 * Forgets cached pages by tag, before the caller answers: on one machine through the front in this process
 * (a global symbol, since Next bundles this module apart from the server), on Vercel through its CDN's tags. Deleted and
 * not merely marked as old: the next reader gets the new page, never the old one once more.
 */
export async function purge(tags: string[]): Promise<void> {
  const front = (globalThis as { [key: symbol]: Purge | undefined })[Symbol.for("eios.cdn.purge")];
  await front?.(tags);
  if (process.env.VERCEL) await dangerouslyDeleteByTag(tags);
}
