/** What a piece of work is; each has a histogram of its own. */
export type Work = "request" | "database" | "job";

/** Ids, codes and counts. No addresses, names, tokens or anything that a person typed. */
export type Attributes = Record<string, string | number | boolean>;

/** Tells more of a piece of work while it runs: attributes, and the code of what went wrong. */
export type Note = (attributes: Attributes, failure?: string) => void;

/** What the parts that an installation switched on do; both are loaded by telemetry/start.ts only. */
export type Telemetry = {
  span?<T>(work: Work, name: string, attributes: Attributes, fn: (note: Note) => Promise<T>): Promise<T>;
  report?(error: unknown, where: Attributes): void;
  flush(): Promise<void>;
};

// On the process, not in the module: Next bundles the start and the routes apart, each with a copy of this file.
const slot = globalThis as { [key: symbol]: Telemetry | undefined };
const key = Symbol.for("eios.telemetry");
const nothing: Note = () => {};

/** From now on everything is told to these; the first stays. */
export const tellTo = (telemetry: Telemetry): void => {
  slot[key] ??= telemetry;
};

/** Whether anything is told to anybody. */
export const hasTelemetry = (): boolean => slot[key] !== undefined;

/** Measures a piece of work and everything that is measured inside it; without telemetry it just runs. */
export function span<T>(
  work: Work,
  name: string,
  attributes: Attributes,
  fn: (note: Note) => Promise<T>,
): Promise<T> {
  return slot[key]?.span?.(work, name, attributes, fn) ?? fn(nothing);
}

/** Tells of a mistake of ours. @param where the endpoint or job, and the request id */
export function report(error: unknown, where: Attributes): void {
  slot[key]?.report?.(error, where);
}

/** Sends what was kept so far: before the process ends, and beside each answer on Vercel, which freezes it then. */
export async function flushTelemetry(): Promise<void> {
  await slot[key]?.flush();
}
