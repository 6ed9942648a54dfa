import { createHash, randomBytes } from "node:crypto";
import { createReadStream, createWriteStream, type ReadStream } from "node:fs";
import { copyFile, mkdir, open, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { BlobProblem, tooLarge } from "./problem";

/** What is known of a blob. */
export type BlobMeta = {
  pathname: string;
  contentType: string;
  cacheSeconds: number;
  access: "public" | "private";
  size: number;
  etag: string;
  uploadedAt: string;
  /** The file with its bytes; another one for every upload, so that readers of the old one finish. */
  file: string;
};

export type PutOptions = Pick<BlobMeta, "contentType" | "cacheSeconds" | "access"> & {
  allowOverwrite: boolean;
  ifMatch?: string;
  maxBytes: number;
};

/**
 * Blobs in a folder: bytes and metadata in files whose names are hashes, so that no pathname can leave it. The
 * rename of the metadata is the moment a blob exists: a kill leaves the old one or the new one, whole.
 */
export class BlobStore {
  readonly #blobs = new Map<string, BlobMeta>();

  private constructor(readonly folder: string) {}

  /** Opens a folder, made if there is none, and removes what killed uploads left in it. */
  static async open(folder: string): Promise<BlobStore> {
    const store = new BlobStore(folder);
    await mkdir(folder, { recursive: true });
    const names = await readdir(folder);
    for (const name of names.filter((one) => one.endsWith(".json"))) {
      const meta: BlobMeta = JSON.parse(await readFile(join(folder, name), "utf8"));
      store.#blobs.set(meta.pathname, meta);
    }
    const used = new Set([...store.#blobs.values()].map(({ file }) => file));
    for (const name of names) if (!name.endsWith(".json") && !used.has(name)) await rm(join(folder, name));
    return store;
  }

  get(pathname: string): BlobMeta | undefined {
    return this.#blobs.get(pathname);
  }

  /** Blobs whose pathname begins with `prefix`, after `cursor`, in the order of their names. */
  list(prefix: string, cursor: string, limit: number): { blobs: BlobMeta[]; hasMore: boolean } {
    const names = [...this.#blobs.keys()].filter((name) => name.startsWith(prefix) && name > cursor).sort();
    const blobs = names.slice(0, limit).map((name) => this.#blobs.get(name) as BlobMeta);
    return { blobs, hasMore: names.length > limit };
  }

  /** The bytes from `start` to `end`, both included. */
  read(meta: BlobMeta, start: number, end: number): ReadStream {
    return createReadStream(join(this.folder, meta.file), { start, end });
  }

  /**
   * Stores a body under a pathname, on disk before it returns.
   *
   * @throws BlobProblem if it is larger than allowed, or one is there that must not be replaced
   */
  async put(pathname: string, body: Readable | string, options: PutOptions): Promise<BlobMeta> {
    this.#assertMayWrite(pathname, options);
    const file = `${this.#hash(pathname)}.${randomBytes(8).toString("hex")}`;
    const target = join(this.folder, file);
    const hash = createHash("md5");
    let size = 0;
    try {
      if (typeof body === "string") await copyFile(body, target);
      else {
        await pipeline(
          body,
          async function* (chunks: AsyncIterable<Buffer>) {
            for await (const chunk of chunks) {
              size += chunk.length;
              if (size > options.maxBytes) throw tooLarge(options.maxBytes);
              yield chunk;
            }
          },
          createWriteStream(target, { flags: "wx", flush: true }),
        );
      }
      const written = await readHash(target, hash);
      // Two uploads of one name: whoever comes second is held to the rules again.
      this.#assertMayWrite(pathname, options);
      const { contentType, cacheSeconds, access } = options;
      const etag = `"${hash.digest("hex")}"`;
      const uploadedAt = new Date().toISOString();
      const meta = { pathname, contentType, cacheSeconds, access, size: written, etag, uploadedAt, file };
      await this.#commit(meta);
      return meta;
    } catch (error) {
      await rm(target, { force: true });
      throw error;
    }
  }

  /** A copy under another name. */
  copy(from: BlobMeta, pathname: string, options: PutOptions): Promise<BlobMeta> {
    return this.put(pathname, join(this.folder, from.file), options);
  }

  async delete(pathname: string): Promise<void> {
    const meta = this.#blobs.get(pathname);
    if (!meta) return;
    this.#blobs.delete(pathname);
    await rm(join(this.folder, `${this.#hash(pathname)}.json`), { force: true });
    await rm(join(this.folder, meta.file), { force: true });
  }

  #assertMayWrite(pathname: string, { allowOverwrite, ifMatch }: PutOptions): void {
    const old = this.#blobs.get(pathname);
    if (ifMatch !== undefined && old?.etag !== ifMatch) {
      throw new BlobProblem(412, "precondition_failed", "Precondition failed: ETag mismatch.");
    }
    if (old && !allowOverwrite && ifMatch === undefined) {
      throw new BlobProblem(
        400,
        "bad_request",
        "This blob already exists, use `allowOverwrite: true` to replace it.",
      );
    }
  }

  async #commit(meta: BlobMeta): Promise<void> {
    const name = join(this.folder, `${this.#hash(meta.pathname)}.json`);
    const fresh = `${name.slice(0, -5)}.meta.${randomBytes(8).toString("hex")}`;
    await writeFile(fresh, JSON.stringify(meta), { flush: true } as never);
    await rename(fresh, name);
    const old = this.#blobs.get(meta.pathname);
    this.#blobs.set(meta.pathname, meta);
    if (old) await rm(join(this.folder, old.file), { force: true });
  }

  #hash(pathname: string): string {
    return createHash("sha256").update(pathname).digest("hex");
  }
}

async function readHash(path: string, hash: ReturnType<typeof createHash>): Promise<number> {
  const file = await open(path);
  try {
    for await (const chunk of file.createReadStream({ autoClose: false })) hash.update(chunk);
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
}
