/**
 * PostgreSQL's array literals for the types the executor uses. postgres.js would ask the server for them on every
 * new connection, and a connection that is lost in that moment ends the process with an unhandled rejection.
 */
export const ARRAYS = {
  texts: { to: 1009, from: [1009], serialize: write, parse: read },
  uuids: { to: 2951, from: [2951], serialize: write, parse: read },
  ints: { to: 1007, from: [1007], serialize: write, parse: (text: string) => read(text).map(Number) },
};

function write(values: readonly (string | number | null)[]): string {
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
