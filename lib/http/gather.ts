/**
 * Lets calls that come at once share one piece of work: the first begins at once, and those that come while it runs
 * are the next one's. Each call ends when its own item is done. Where the work fails for several, each is tried
 * alone, so that a bad one fails for nobody else.
 *
 * @param work all or nothing
 * @param most items that one piece of work takes
 */
export function gathered<T>(work: (items: T[]) => Promise<void>, most: number): (item: T) => Promise<void> {
  type Waiting = { item: T; done: () => void; failed: (error: unknown) => void };
  const waiting: Waiting[] = [];
  let running = false;

  async function attempt(calls: Waiting[]): Promise<void> {
    try {
      await work(calls.map(({ item }) => item));
      for (const { done } of calls) done();
    } catch (error) {
      if (calls.length === 1) calls[0]!.failed(error);
      else for (const one of calls) await attempt([one]);
    }
  }

  async function run(): Promise<void> {
    running = true;
    while (waiting.length > 0) await attempt(waiting.splice(0, most));
    running = false;
  }

  return (item) =>
    new Promise((done, failed) => {
      waiting.push({ item, done, failed });
      if (!running) void run();
    });
}
