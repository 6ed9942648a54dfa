import { isPassing } from "./db";

/** A loop that works when it is poked or its time has come, never twice at once. */
export type Pump = {
  /** Work soon: at once, or right after the work under way. */
  poke(): void;
  /** No more work; resolves when the work under way has ended. */
  stop(): Promise<void>;
};

/**
 * Starts a loop. `work` answers in how many ms it wants to be called again; what it throws is logged, and it is called
 * again after the pause.
 */
export function startPump(name: string, pauseMs: number, work: () => Promise<number>): Pump {
  let stopped = false;
  let poked = false;
  let away = false;
  let wake = () => {};

  const loop = (async () => {
    while (!stopped) {
      poked = false;
      let wait = pauseMs;
      try {
        wait = Math.min(pauseMs, await work());
        away = false;
      } catch (error) {
        // While the database is away every pause ends in the same error: one line says so.
        if (!stopped && !(away && isPassing(error))) report(name, error);
        away = isPassing(error);
      }
      if (poked || stopped) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.max(0, wait));
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  })();

  return {
    poke: () => {
      poked = true;
      wake();
    },
    stop: () => {
      stopped = true;
      wake();
      return loop;
    },
  };
}

function report(name: string, error: unknown): void {
  const what = isPassing(error) && error instanceof Error ? error.message : error;
  console.error(`[jobs] ${name} failed and will be tried again:`, what);
}
