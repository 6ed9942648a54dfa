import { type Command, integer, RedisError, type Reply } from "./command";
import type { Store } from "./store";

const hash = (store: Store, key: string) => store.read("hash", key);

function ownHash(store: Store, key: string): Map<string, string> {
  const found = hash(store, key);
  if (found) return found;
  const data = new Map<string, string>();
  store.write(key, { kind: "hash", data });
  return data;
}

function setFields(store: Store, key: string, pairs: string[]): Reply {
  if (pairs.length % 2 === 1) throw new RedisError("ERR wrong number of arguments for 'hset' command");
  const fields = ownHash(store, key);
  const before = fields.size;
  for (let i = 0; i < pairs.length; i += 2) fields.set(pairs[i] as string, pairs[i + 1] as string);
  return fields.size - before;
}

function incrementField(store: Store, key: string, field: string, by: string | undefined): Reply {
  const step = integer(by);
  const old = hash(store, key)?.get(field) ?? "0";
  if (!/^[+-]?\d+$/.test(old)) throw new RedisError("ERR hash value is not an integer");
  const next = Number(old) + step;
  ownHash(store, key).set(field, String(next));
  return next;
}

/** Deletes `members` from a collection, and the key with its last member, as Redis does. */
export function drop(
  store: Store,
  key: string,
  from: Map<string, unknown> | Set<string> | undefined,
  members: string[],
): number {
  if (from === undefined) return 0;
  const gone = members.filter((member) => from.delete(member)).length;
  if (from.size === 0) store.delete(key);
  return gone;
}

/** The hash commands. */
export const hashes: Record<string, Command> = {
  HSET: { arity: -4, run: (store, key = "", ...pairs) => setFields(store, key, pairs) },
  HSETNX: {
    arity: 4,
    run: (store, key = "", field = "", value = "") => {
      if (hash(store, key)?.has(field)) return 0;
      ownHash(store, key).set(field, value);
      return 1;
    },
  },
  HGET: { arity: 3, run: (store, key = "", field = "") => hash(store, key)?.get(field) ?? null },
  HMGET: {
    arity: -3,
    run: (store, key = "", ...fields) => fields.map((f) => hash(store, key)?.get(f) ?? null),
  },
  HGETALL: { arity: 2, run: (store, key = "") => [...(hash(store, key) ?? [])].flat() },
  HKEYS: { arity: 2, run: (store, key = "") => [...(hash(store, key)?.keys() ?? [])] },
  HVALS: { arity: 2, run: (store, key = "") => [...(hash(store, key)?.values() ?? [])] },
  HLEN: { arity: 2, run: (store, key = "") => hash(store, key)?.size ?? 0 },
  HEXISTS: { arity: 3, run: (store, key = "", field = "") => (hash(store, key)?.has(field) ? 1 : 0) },
  HDEL: { arity: -3, run: (store, key = "", ...fields) => drop(store, key, hash(store, key), fields) },
  HINCRBY: { arity: 4, run: (store, key = "", field = "", by) => incrementField(store, key, field, by) },
};

/** The set commands. */
export const sets: Record<string, Command> = {
  SADD: {
    arity: -3,
    run: (store, key = "", ...members) => {
      const data = store.read("set", key) ?? new Set<string>();
      const before = data.size;
      for (const member of members) data.add(member);
      store.write(key, { kind: "set", data });
      return data.size - before;
    },
  },
  SREM: {
    arity: -3,
    run: (store, key = "", ...members) => drop(store, key, store.read("set", key), members),
  },
  SMEMBERS: { arity: 2, run: (store, key = "") => [...(store.read("set", key) ?? [])] },
  SISMEMBER: {
    arity: 3,
    run: (store, key = "", member = "") => (store.read("set", key)?.has(member) ? 1 : 0),
  },
  SCARD: { arity: 2, run: (store, key = "") => store.read("set", key)?.size ?? 0 },
};
