/**
 * PostgreSQL's array literals for the types we send and read. postgres.js would ask the server for them on every new
 * connection, and a connection that is lost in that moment ends the process with an unhandled rejection.
 */
export const ARRAYS = {
  // Text, varchar, and what is read as it is written: bigint, date, timestamptz.
  texts: { to: 1009, from: [1009, 1015, 1016, 1182, 1185], serialize: write, parse: read },
  uuids: { to: 2951, from: [2951], serialize: write, parse: read },
  ints: {
    to: 1007,
    from: [1005, 1007, 1021, 1022],
    serialize: write,
    parse: (text: string) => read(text).map(Number),
  },
  flags: {
    to: 1000,
    from: [1000],
    serialize: write,
    parse: (text: string) => read(text).map((flag) => flag === "t"),
  },
};

function write(values: readonly (string | number | boolean | null)[] | string): string {
  // A literal that somebody wrote already.
  if (typeof values === "string") return values;
  const items = values.map((value) =>
    value === null ? "NULL" : `"${String(value).replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`,
  );
  return `{${items.join(",")}}`;
}

function read(literal: string): string[] {
  const items = literal.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|[^,"]+/gs);
  return Array.from(items, ([whole, quoted]) =>
    quoted === undefined ? whole : quoted.replace(/\\(.)/gs, "$1"),
  );
}
