import type { Store } from "./store";

/** What a command answers: null is Redis' nil. */
export type Reply = string | number | null | Reply[];

/** Arity counts the name, as in Redis' own table: 2 is exactly one argument, -2 one or more. */
export type Command = { arity: number; run: (store: Store, ...args: string[]) => Reply };

/** An error whose message is the one Redis itself would answer. */
export class RedisError extends Error {}

/** What Redis says to options it cannot make sense of. */
export const syntaxError = () => new RedisError("ERR syntax error");

/** The number in `text`; Redis' own error if it is no integer, or none that a number here holds exactly. */
export function integer(text: string | undefined): number {
  const value = Number(text);
  if (text === undefined || !/^[+-]?\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw new RedisError("ERR value is not an integer or out of range");
  }
  return value;
}
