import type { Entry } from "./entry";

/** How exactly the order of use is kept (ms). */
const TOUCH_EVERY = 1_000;

/** A page on its way from upstream: whoever asks for it meanwhile waits for it too. */
export type Fill = {
  /** The page, or undefined if it turned out to be none that is kept. */
  done: Promise<Entry | undefined>;
  settle: (entry: Entry | undefined) => void;
  /** Tags that were purged since it began. */
  purged: Set<string>;
};

/**
 * Pages by key, bounded in bytes; the ones not asked for longest make room. A purge forgets by tag, at once and
 * also what is being made at that moment: a page that was begun before a purge is never kept after it.
 */
export class Cache {
  readonly #entries = new Map<string, Entry>();
  readonly #keysOfTag = new Map<string, Set<string>>();
  readonly #fills = new Map<string, Fill>();
  readonly #underWay = new Set<Fill>();
  #bytes = 0;

  constructor(readonly maxBytes: number) {}

  /** The page under `key`, unless it has expired at `now`. */
  get(key: string, now: number): Entry | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (entry.expiresAt <= now) {
      this.#forget(key, entry);
      return undefined;
    }
    // A Map keeps the order of insertion, so that what is read goes to its end: once a second is often enough.
    if (now - entry.usedAt > TOUCH_EVERY) {
      entry.usedAt = now;
      this.#entries.delete(key);
      this.#entries.set(key, entry);
    }
    return entry;
  }

  /** The fill of `key` that is under way and that no purge has overtaken. */
  filling(key: string): Fill | undefined {
    return this.#fills.get(key);
  }

  /** Begins a fill; it must be settled, whatever happens. */
  begin(key: string): Fill {
    let settle: Fill["settle"] = () => {};
    const done = new Promise<Entry | undefined>((resolve) => {
      settle = resolve;
    });
    const fill: Fill = {
      done,
      purged: new Set(),
      settle: (entry) => {
        this.#underWay.delete(fill);
        if (this.#fills.get(key) === fill) this.#fills.delete(key);
        if (entry && !entry.tags.some((tag) => fill.purged.has(tag))) this.#keep(key, entry);
        settle(entry);
      },
    };
    this.#fills.set(key, fill);
    this.#underWay.add(fill);
    return fill;
  }

  /** Forgets every page that carries one of `tags`. */
  purge(tags: string[]): void {
    for (const tag of tags.map((one) => one.toLowerCase())) {
      for (const key of this.#keysOfTag.get(tag) ?? []) {
        const entry = this.#entries.get(key);
        if (entry) this.#forget(key, entry);
      }
      for (const fill of this.#underWay) fill.purged.add(tag);
    }
    // Nobody knows yet what these carry: whoever asks from now on begins anew.
    this.#fills.clear();
  }

  /** How much is kept. */
  get size(): { pages: number; bytes: number } {
    return { pages: this.#entries.size, bytes: this.#bytes };
  }

  #keep(key: string, entry: Entry): void {
    const old = this.#entries.get(key);
    if (old) this.#forget(key, old);
    if (entry.bytes > this.maxBytes / 8) return;
    this.#entries.set(key, entry);
    this.#bytes += entry.bytes;
    for (const tag of entry.tags) {
      const keys = this.#keysOfTag.get(tag) ?? new Set();
      this.#keysOfTag.set(tag, keys.add(key));
    }
    for (const [oldest, page] of this.#entries) {
      if (this.#bytes <= this.maxBytes) break;
      this.#forget(oldest, page);
    }
  }

  #forget(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.#bytes -= entry.bytes;
    for (const tag of entry.tags) {
      const keys = this.#keysOfTag.get(tag);
      keys?.delete(key);
      if (keys?.size === 0) this.#keysOfTag.delete(tag);
    }
  }
}
