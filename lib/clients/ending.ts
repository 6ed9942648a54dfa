const ENDING = Symbol.for("eios.ending");
const shared = globalThis as { [ENDING]?: boolean };

/**
 * Whether this process was told to end: long work begins nothing new then, so that whoever waits for it need not cut
 * it off. Only the server of one machine says so, by a global symbol since Next bundles this module apart from it.
 */
export const isEnding = (): boolean => shared[ENDING] === true;

/** Tells all long work of this process that it is to end; or, in tests, that it goes on. */
export function setEnding(ending: boolean): void {
  shared[ENDING] = ending;
}
