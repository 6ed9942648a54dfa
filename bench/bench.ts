/** One figure: our work beside a floor or a peer, in rounds that take turns on the same machine. */
export type Bench = {
  key: string;
  /** What is measured, and beside what. */
  work: string;
  beside: string;
  /** The goal in words, and the check of it; absent where a figure is only to be known. */
  goal?: string;
  reached?: (figures: Figures) => boolean;
  run: (size: Size) => Promise<Figures>;
};

export type Size = "quick" | "full";

export type Figures = {
  ours: number[];
  /** Empty where there is no peer, or where it is not on this machine (said in the note). */
  theirs: number[];
  unit: string;
  /** ours ÷ theirs, round by round; what the goal speaks of. */
  ratios: number[];
  /** Further figures that the goal speaks of, by what they are. */
  also?: Record<string, number[]>;
  note?: string;
};

/** The middle of a list of figures. */
export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Runs ours and theirs in turns, so that a machine that slows down slows both. */
export async function inTurns(
  rounds: number,
  ours: () => Promise<number>,
  theirs: () => Promise<number>,
): Promise<Pick<Figures, "ours" | "theirs" | "ratios">> {
  const figures: Pick<Figures, "ours" | "theirs" | "ratios"> = { ours: [], theirs: [], ratios: [] };
  for (let round = 0; round < rounds; round++) {
    const mine = await ours();
    const other = await theirs();
    figures.ours.push(mine);
    figures.theirs.push(other);
    figures.ratios.push(mine / other);
  }
  return figures;
}

/** Milliseconds that a piece of work takes. */
export async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
