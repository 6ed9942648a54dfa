import { drop } from "./collections";
import { type Command, integer, RedisError, type Reply, syntaxError } from "./command";
import type { Store } from "./store";

type Scored = [member: string, score: number];
type Bound = { value: number; open: boolean };

/** Redis' numbers: shortest form, `inf` spelled out. */
const show = (n: number): string => (Number.isFinite(n) ? String(n) : n > 0 ? "inf" : "-inf");

function score(text: string | undefined, problem: string): number {
  const plain = (text ?? "").toLowerCase();
  if (/^[+-]?inf(inity)?$/.test(plain)) return plain.startsWith("-") ? -Infinity : Infinity;
  const value = Number(plain);
  if (plain === "" || Number.isNaN(value)) throw new RedisError(problem);
  return value;
}

function bound(text: string | undefined): Bound {
  const open = text?.startsWith("(") ?? false;
  return { value: score(open ? text?.slice(1) : text, "ERR min or max is not a float"), open };
}

const within = (value: number, low: Bound, high: Bound): boolean =>
  (low.open ? value > low.value : value >= low.value) &&
  (high.open ? value < high.value : value <= high.value);

function ordered(store: Store, key: string): Scored[] {
  const members = [...(store.read("zset", key) ?? [])];
  return members.sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1));
}

function add(store: Store, key: string, args: string[]): Reply {
  const flags = new Set<string>();
  while (args[0] !== undefined && /^(nx|xx|gt|lt|ch|incr)$/i.test(args[0])) {
    flags.add((args.shift() as string).toUpperCase());
  }
  if (args.length === 0 || args.length % 2 === 1) throw syntaxError();
  if (flags.has("NX") && (flags.has("XX") || flags.has("GT") || flags.has("LT"))) {
    throw new RedisError("ERR XX and NX options at the same time are not compatible");
  }
  const pairs: Scored[] = [];
  for (let i = 0; i < args.length; i += 2) {
    pairs.push([args[i + 1] as string, score(args[i], "ERR value is not a valid float")]);
  }
  const data = store.read("zset", key) ?? new Map<string, number>();
  let added = 0;
  let changed = 0;
  let last: number | null = null;
  for (const [member, given] of pairs) {
    const old = data.get(member);
    const next = flags.has("INCR") ? (old ?? 0) + given : given;
    if (old === undefined ? flags.has("XX") : refused(flags, old, next)) continue;
    if (old === undefined) added++;
    else if (old !== next) changed++;
    data.set(member, next);
    last = next;
  }
  if (data.size > 0) store.write(key, { kind: "zset", data });
  if (flags.has("INCR")) return last === null ? null : show(last);
  return flags.has("CH") ? added + changed : added;
}

const refused = (flags: Set<string>, old: number, next: number): boolean =>
  flags.has("NX") || (flags.has("GT") && next <= old) || (flags.has("LT") && next >= old);

function range(store: Store, key: string, from: string, to: string, options: string[]): Reply {
  const flags = new Set<string>();
  let limit: [offset: number, count: number] | undefined;
  for (let i = 0; i < options.length; i++) {
    const option = (options[i] as string).toUpperCase();
    if (option === "LIMIT") limit = [integer(options[++i]), integer(options[++i])];
    else if (option === "BYSCORE" || option === "REV" || option === "WITHSCORES") flags.add(option);
    else throw syntaxError();
  }
  const reverse = flags.has("REV");
  let rows = ordered(store, key);
  if (flags.has("BYSCORE")) {
    const [low, high] = reverse ? [bound(to), bound(from)] : [bound(from), bound(to)];
    rows = rows.filter(([, value]) => within(value, low, high));
    if (reverse) rows.reverse();
    if (limit) rows = rows.slice(limit[0], limit[1] < 0 ? undefined : limit[0] + limit[1]);
  } else {
    if (limit)
      throw new RedisError(
        "ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX",
      );
    if (reverse) rows.reverse();
    const [start, stop] = [integer(from), integer(to)].map((n) => (n < 0 ? n + rows.length : n)) as [
      number,
      number,
    ];
    rows = rows.slice(Math.max(start, 0), stop + 1 <= 0 ? 0 : stop + 1);
  }
  return flags.has("WITHSCORES")
    ? rows.flatMap(([member, value]) => [member, show(value)])
    : rows.map(([m]) => m);
}

function between(store: Store, key: string, low: string, high: string): string[] {
  const [from, to] = [bound(low), bound(high)];
  return ordered(store, key).flatMap(([member, value]) => (within(value, from, to) ? [member] : []));
}

/** The sorted-set commands that sliding windows and leader boards need. */
export const sortedSets: Record<string, Command> = {
  ZADD: { arity: -4, run: (store, key = "", ...args) => add(store, key, args) },
  ZINCRBY: {
    arity: 4,
    run: (store, key = "", by = "", member = "") => add(store, key, ["INCR", by, member]),
  },
  ZREM: {
    arity: -3,
    run: (store, key = "", ...members) => drop(store, key, store.read("zset", key), members),
  },
  ZSCORE: {
    arity: 3,
    run: (store, key = "", member = "") => {
      const found = store.read("zset", key)?.get(member);
      return found === undefined ? null : show(found);
    },
  },
  ZCARD: { arity: 2, run: (store, key = "") => store.read("zset", key)?.size ?? 0 },
  ZCOUNT: { arity: 4, run: (store, key = "", low = "", high = "") => between(store, key, low, high).length },
  ZRANGE: {
    arity: -4,
    run: (store, key = "", from = "", to = "", ...rest) => range(store, key, from, to, rest),
  },
  ZREMRANGEBYSCORE: {
    arity: 4,
    run: (store, key = "", low = "", high = "") =>
      drop(store, key, store.read("zset", key), between(store, key, low, high)),
  },
};
