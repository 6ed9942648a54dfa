import { RedisError } from "./command";

/** What a key may hold. */
export type Value =
  | { kind: "string"; data: string }
  | { kind: "hash"; data: Map<string, string> }
  | { kind: "set"; data: Set<string> }
  | { kind: "zset"; data: Map<string, number> };

type Kind = Value["kind"];
type DataOf<K extends Kind> = Extract<Value, { kind: K }>["data"];

/**
 * Keys with a time to live, as Redis keeps them: an expired key is gone for every reader at its millisecond,
 * and swept from memory soon after. `now` is the clock in milliseconds, so that tests need not wait.
 */
export class Store {
  readonly #values = new Map<string, Value>();
  readonly #expiry = new Map<string, number>();

  constructor(readonly now: () => number = Date.now) {}

  /** The live value under `key`, of whatever kind. */
  peek(key: string): Value | undefined {
    const expiresAt = this.#expiry.get(key);
    if (expiresAt !== undefined && expiresAt <= this.now()) this.delete(key);
    return this.#values.get(key);
  }

  /** The data under `key`, undefined if there is none, WRONGTYPE if it is of another kind. */
  read<K extends Kind>(kind: K, key: string): DataOf<K> | undefined {
    const value = this.peek(key);
    if (value === undefined) return undefined;
    if (value.kind !== kind) {
      throw new RedisError("WRONGTYPE Operation against a key holding the wrong kind of value");
    }
    return value.data as DataOf<K> | undefined;
  }

  /** Puts `value` under `key` and leaves its time to live as it is. */
  write(key: string, value: Value): void {
    this.#values.set(key, value);
  }

  /** Removes `key` and tells whether it was there. */
  delete(key: string): boolean {
    this.#expiry.delete(key);
    return this.#values.delete(key);
  }

  /** When `key` expires, in epoch milliseconds; undefined if never. */
  expiresAt(key: string): number | undefined {
    return this.#expiry.get(key);
  }

  /** Lets `key` expire at `at` (epoch milliseconds), or never. A time that has passed deletes it at once. */
  expireAt(key: string, at: number | undefined): void {
    if (at === undefined) this.#expiry.delete(key);
    else if (at <= this.now()) this.delete(key);
    else this.#expiry.set(key, at);
  }

  /** The names of all live keys. */
  keys(): string[] {
    return [...this.#values.keys()].filter((key) => this.peek(key) !== undefined);
  }

  clear(): void {
    this.#values.clear();
    this.#expiry.clear();
  }

  /** Frees what has expired; readers never depend on it. */
  sweep(): void {
    const now = this.now();
    for (const [key, at] of this.#expiry) if (at <= now) this.delete(key);
  }
}
