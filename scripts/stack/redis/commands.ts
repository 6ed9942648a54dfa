import { hashes, sets } from "./collections";
import { type Command, integer, RedisError, type Reply, syntaxError } from "./command";
import { sortedSets } from "./sorted-sets";
import type { Store } from "./store";

const EXPIRY: Record<string, (n: number, now: number) => number> = {
  EX: (n, now) => now + n * 1000,
  PX: (n, now) => now + n,
  EXAT: (n) => n * 1000,
  PXAT: (n) => n,
};

function expiryOf(unit: string, text: string | undefined, now: number, command: string): number {
  const amount = integer(text);
  if (amount <= 0) throw new RedisError(`ERR invalid expire time in '${command}' command`);
  return (EXPIRY[unit] as (n: number, now: number) => number)(amount, now);
}

function set(store: Store, key: string, data: string, ...options: string[]): Reply {
  let expiresAt: number | undefined;
  let condition: string | undefined;
  let keepTtl = false;
  let get = false;
  for (let i = 0; i < options.length; i++) {
    const option = (options[i] as string).toUpperCase();
    if (option in EXPIRY && expiresAt === undefined && !keepTtl) {
      expiresAt = expiryOf(option, options[++i], store.now(), "set");
    } else if ((option === "NX" || option === "XX") && condition === undefined) condition = option;
    else if (option === "KEEPTTL" && expiresAt === undefined) keepTtl = true;
    else if (option === "GET") get = true;
    else throw syntaxError();
  }
  const old = get ? (store.read("string", key) ?? null) : null;
  const exists = store.peek(key) !== undefined;
  if ((condition === "NX" && exists) || (condition === "XX" && !exists)) return old;
  store.write(key, { kind: "string", data });
  if (!keepTtl) store.expireAt(key, expiresAt);
  return get ? old : "OK";
}

function increment(store: Store, key: string, by: number): Reply {
  const next = integer(store.read("string", key) ?? "0") + by;
  if (!Number.isSafeInteger(next)) throw new RedisError("ERR increment or decrement would overflow");
  store.write(key, { kind: "string", data: String(next) });
  return next;
}

/** When an option of EXPIRE keeps the old time; a key that never expires counts as one that expires last. */
const CONDITIONS: Record<string, (old: number | undefined, at: number) => boolean> = {
  NX: (old) => old !== undefined,
  XX: (old) => old === undefined,
  GT: (old, at) => old === undefined || at <= old,
  LT: (old, at) => old !== undefined && at >= old,
};

function expire(store: Store, key: string, at: number, option?: string): Reply {
  if (store.peek(key) === undefined) return 0;
  const old = store.expiresAt(key);
  const refused = option === undefined ? false : CONDITIONS[option.toUpperCase()]?.(old, at);
  if (refused === undefined) throw new RedisError(`ERR Unsupported option ${option}`);
  if (refused) return 0;
  store.expireAt(key, at);
  return 1;
}

function remaining(store: Store, key: string, unit: number): Reply {
  if (store.peek(key) === undefined) return -2;
  const at = store.expiresAt(key);
  return at === undefined ? -1 : Math.round((at - store.now()) / unit);
}

const count = (keys: string[], fn: (key: string) => boolean): number =>
  keys.reduce((n, key) => n + (fn(key) ? 1 : 0), 0);

function text(store: Store, key: string): Reply {
  const value = store.peek(key);
  return value?.kind === "string" ? value.data : null;
}

const remove = (store: Store, ...keys: string[]) =>
  count(keys, (key) => store.peek(key) !== undefined && store.delete(key));

const COMMANDS: Record<string, Command> = {
  PING: { arity: -1, run: (_, message) => message ?? "PONG" },
  ECHO: { arity: 2, run: (_, message) => message as string },
  TIME: {
    arity: 1,
    run: (store) => [String(Math.floor(store.now() / 1000)), String((store.now() % 1000) * 1000)],
  },
  DBSIZE: { arity: 1, run: (store) => store.keys().length },
  FLUSHALL: { arity: -1, run: (store) => flush(store) },
  FLUSHDB: { arity: -1, run: (store) => flush(store) },
  GET: { arity: 2, run: (store, key = "") => store.read("string", key) ?? null },
  GETDEL: {
    arity: 2,
    run: (store, key = "") => {
      const old = store.read("string", key) ?? null;
      store.delete(key);
      return old;
    },
  },
  SET: { arity: -3, run: (store, key = "", data = "", ...options) => set(store, key, data, ...options) },
  SETNX: { arity: 3, run: (store, key = "", data = "") => (set(store, key, data, "NX") === "OK" ? 1 : 0) },
  SETEX: { arity: 4, run: (store, key = "", s = "", data = "") => set(store, key, data, "EX", s) },
  PSETEX: { arity: 4, run: (store, key = "", ms = "", data = "") => set(store, key, data, "PX", ms) },
  MGET: { arity: -2, run: (store, ...keys) => keys.map((key) => text(store, key)) },
  MSET: { arity: -3, run: (store, ...pairs) => setMany(store, pairs) },
  DEL: { arity: -2, run: remove },
  UNLINK: { arity: -2, run: remove },
  EXISTS: { arity: -2, run: (store, ...keys) => count(keys, (key) => store.peek(key) !== undefined) },
  TYPE: { arity: 2, run: (store, key = "") => store.peek(key)?.kind ?? "none" },
  INCR: { arity: 2, run: (store, key = "") => increment(store, key, 1) },
  DECR: { arity: 2, run: (store, key = "") => increment(store, key, -1) },
  INCRBY: { arity: 3, run: (store, key = "", by) => increment(store, key, integer(by)) },
  DECRBY: { arity: 3, run: (store, key = "", by) => increment(store, key, -integer(by)) },
  EXPIRE: {
    arity: -3,
    run: (store, key = "", s, option) => expire(store, key, store.now() + integer(s) * 1000, option),
  },
  PEXPIRE: {
    arity: -3,
    run: (store, key = "", ms, option) => expire(store, key, store.now() + integer(ms), option),
  },
  EXPIREAT: { arity: -3, run: (store, key = "", s, option) => expire(store, key, integer(s) * 1000, option) },
  PEXPIREAT: { arity: -3, run: (store, key = "", ms, option) => expire(store, key, integer(ms), option) },
  PERSIST: {
    arity: 2,
    run: (store, key = "") => {
      if (store.peek(key) === undefined || store.expiresAt(key) === undefined) return 0;
      store.expireAt(key, undefined);
      return 1;
    },
  },
  TTL: { arity: 2, run: (store, key = "") => remaining(store, key, 1000) },
  PTTL: { arity: 2, run: (store, key = "") => remaining(store, key, 1) },
  ...hashes,
  ...sets,
  ...sortedSets,
};

function flush(store: Store): Reply {
  store.clear();
  return "OK";
}

function setMany(store: Store, pairs: string[]): Reply {
  if (pairs.length % 2 === 1) throw new RedisError("ERR wrong number of arguments for 'mset' command");
  for (let i = 0; i < pairs.length; i += 2) set(store, pairs[i] as string, pairs[i + 1] as string);
  return "OK";
}

/**
 * Runs one command, its name first, as Redis would. A command that is not kept here, or wrongly called, throws
 * `RedisError` with Redis' own words: whoever needs another one is told so, and adds it above.
 */
export function execute(store: Store, words: string[]): Reply {
  const [name = "", ...args] = words;
  const command = COMMANDS[name.toUpperCase()];
  if (command === undefined) {
    const shown = args.map((arg) => `'${arg.slice(0, 128)}'`).join(" ");
    throw new RedisError(`ERR unknown command '${name}', with args beginning with: ${shown}`);
  }
  const { arity, run } = command;
  if (arity > 0 ? words.length !== arity : words.length < -arity) {
    throw new RedisError(`ERR wrong number of arguments for '${name.toLowerCase()}' command`);
  }
  return run(store, ...args);
}
