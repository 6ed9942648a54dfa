export type Change = { field: string; before: string | null; after: string | null };

const noise = new Set([
  "id",
  "organizationId",
  "projectId",
  "createdAt",
  "updatedAt",
  "version",
  "deletedAt",
]);

const flat = (value: unknown, path = ""): [string, string][] => {
  if (value === null || value === undefined || value === "") return [];
  // Words stand in one line; things are taken apart like anything else, counted from one.
  if (Array.isArray(value) && value.every((one) => typeof one !== "object")) {
    return value.length === 0 ? [] : [[path, value.join(", ")]];
  }
  if (Array.isArray(value)) return value.flatMap((one, at) => flat(one, `${path}.${at + 1}`));
  if (typeof value !== "object") return [[path, String(value)]];
  return Object.entries(value).flatMap(([name, inner]) =>
    path === "" && noise.has(name) ? [] : flat(inner, path ? `${path}.${name}` : name),
  );
};

/** What differs between the two sides of an entry, field by field; fields that every change touches are left out. */
export function changesOf(before: unknown, after: unknown): Change[] {
  const [was, is] = [new Map(flat(before)), new Map(flat(after))];
  const fields = [...new Set([...was.keys(), ...is.keys()])];
  return fields
    .map((field) => ({ field, before: was.get(field) ?? null, after: is.get(field) ?? null }))
    .filter((change) => change.before !== change.after);
}

const personIn = (row: Record<string, unknown>) => [row.firstName, row.lastName].filter(Boolean).join(" ");

/** What an entry is about, by the name that either side of it has. */
export function nameIn(before: unknown, after: unknown): string | null {
  for (const side of [after, before]) {
    if (typeof side !== "object" || side === null) continue;
    const row = side as Record<string, unknown>;
    for (const name of [
      personIn(row),
      Array.isArray(row.responses) ? row.responses.map(personIn).join(", ") : null,
      row.name,
      row.title,
      row.label,
      row.subdomain,
      row.email,
      row.key,
      row.filename,
    ]) {
      if (typeof name === "string" && name) return name;
    }
  }
  return null;
}

/** An action in two keys of the words: `site_version.updated` is a kind, `siteVersion`, and a deed, `updated`. */
export function actionParts(action: string): { kind: string; deed: string } {
  const [kind = "", deed = ""] = action.split(".");
  return { kind: camel(kind), deed: deed.replaceAll("_", " ") };
}

const camel = (words: string) => words.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
