/** What a run is given: sizes are small unless asked otherwise, so that one fits between two thoughts. */
export type Given = {
  /** Decides everything that is left to chance; the same seed does the same again. */
  seed: number;
  /** How much work there is, in the fault's own unit; undefined takes its small size. */
  size: number | undefined;
  /** How often what goes wrong goes wrong; undefined takes the fault's own number. */
  times: number | undefined;
  /** A checkout of an older version that is built; `deploy` runs it beside this one. */
  old: string | undefined;
  tell: (what: string) => void;
};

/** What was found. A fault is survived when every count is 0 and every figure keeps its goal. */
export type Outcome = {
  /** Lost, twice, wrong: conditions, not goals. */
  counts: Record<string, number>;
  /** What was measured; `atMost` where performance.md sets a goal. */
  figures?: Record<string, { value: number; unit: string; atMost?: number }>;
  /** What the work was, for the line that is printed. */
  work: string;
};

export type Fault = {
  key: string;
  about: string;
  run: (given: Given) => Promise<Outcome>;
};

/** Whether an outcome is what it should be. */
export const isSound = ({ counts, figures = {} }: Outcome): boolean =>
  Object.values(counts).every((count) => count === 0) &&
  Object.values(figures).every(({ value, atMost }) => atMost === undefined || value <= atMost);

/** Numbers between 0 and 1 that a seed decides (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The value below which a share of all lie; NaN of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/**
 * Does a piece of work again and again on some lanes at once, and keeps how long each took. A lane ends when it is
 * told to stop or its work answers false: there is nothing more to do.
 */
export function load(lanes: number, work: (lane: number, round: number) => Promise<unknown>) {
  const took: number[] = [];
  const failures: string[] = [];
  let open = true;
  const lane = async (number: number) => {
    for (let round = 0; open; round++) {
      const began = performance.now();
      try {
        if ((await work(number, round)) === false) return;
      } catch (error) {
        failures.push(error instanceof Error ? error.message : String(error));
      }
      took.push(performance.now() - began);
    }
  };
  const running = Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)));
  return {
    took,
    failures,
    /** Lets what runs end. */
    stop: async () => {
      open = false;
      await running;
    },
  };
}
