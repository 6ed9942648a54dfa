/** Half of a surrogate pair, or the NUL: JSON can write them, UTF-8 and PostgreSQL hold neither (RFC 7493 §2.1). */
const holds = (text: string): boolean => !text.isWellFormed() || text.includes("\0");

/** Nothing of ours is nested so far; what is deeper is not looked into. */
const DEEPEST = 100;

/**
 * Where a value that came from outside has text that nothing can keep, in values or names, or is nested beyond
 * reason. By a list of its own rather than by recursion: it is given whatever somebody nested.
 *
 * @returns the paths, `questions.0.label`; at most `most` of them
 */
export function unstorable(value: unknown, most = 10): string[] {
  const found: string[] = [];
  const waiting: [path: string, value: unknown, depth: number][] = [["", value, 0]];
  for (let next = waiting.pop(); next && found.length < most; next = waiting.pop()) {
    const [path, one, depth] = next;
    if (typeof one === "string") {
      if (holds(one)) found.push(path);
      continue;
    }
    if (typeof one !== "object" || one === null) continue;
    const isPlain = Array.isArray(one) || Object.getPrototypeOf(one) === Object.prototype;
    if (!isPlain) continue;
    if (depth === DEEPEST) {
      found.push(path);
      continue;
    }
    for (const [name, inner] of Object.entries(one)) {
      if (holds(name)) found.push(path);
      else if (typeof inner === "string" || typeof inner === "object")
        waiting.push([path ? `${path}.${name}` : name, inner, depth + 1]);
    }
  }
  return found;
}
