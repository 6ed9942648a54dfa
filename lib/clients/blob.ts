import { randomUUID } from "node:crypto";
import { BlobNotFoundError, del, head, list, put } from "@vercel/blob";
import { env } from "./env";

/** The token, and a time after which the store counts as away. */
const options = (milliseconds: number) => ({
  token: env().BLOB_READ_WRITE_TOKEN,
  abortSignal: AbortSignal.timeout(milliseconds),
});

/** Whether files can be kept at all. */
export const hasBlobs = (): boolean => env().BLOB_READ_WRITE_TOKEN !== undefined;

/** Asks the store for one name. @throws when it does not answer within the time */
export async function pingBlobs(milliseconds: number): Promise<void> {
  await list({ limit: 1, ...options(milliseconds) });
}

/**
 * Writes a small file, reads it by its public address, and deletes it.
 *
 * @returns what went wrong: the bytes came back different, or the file is still there; null when all is well
 * @throws when the store refuses or does not answer
 */
export async function roundTripBlob(): Promise<"changed" | "kept" | null> {
  const text = randomUUID();
  const { url } = await put(`doctor/${text}.txt`, text, { access: "public", ...options(5_000) });
  const read = await fetch(url, { signal: AbortSignal.timeout(5_000) }).then((answer) => answer.text());
  await del(url, options(5_000));
  if (read !== text) return "changed";
  return head(url, options(5_000)).then(
    () => "kept" as const,
    (error: unknown) => {
      if (error instanceof BlobNotFoundError) return null;
      throw error;
    },
  );
}
