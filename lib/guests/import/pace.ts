import { setImmediate as nextTurn } from "node:timers/promises";

/**
 * Keeps long work from holding the event loop. `due()` is cheap enough for every row; when it says yes,
 * `await rest()` lets everything else that waits have its turn.
 *
 * @param milliseconds how long the work may hold the loop at a stretch
 */
export function pacer(milliseconds = 8) {
  let since = performance.now();
  return {
    due: () => performance.now() - since > milliseconds,
    rest: async () => {
      await nextTurn();
      since = performance.now();
    },
  };
}
