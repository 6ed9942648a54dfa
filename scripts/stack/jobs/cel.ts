import { Environment } from "@marcbachmann/cel-js";
import type { Json } from "./canonical";
import { canonical } from "./canonical";

const environment = new Environment({ homogeneousAggregateLiterals: false })
  .registerVariable("event", "dyn")
  .registerVariable("async", "dyn");

/** What an expression may read: the event that started the run, and (as `async`) the one that just came. */
export type Context = { event: Json; async?: Json };

type Compiled = { run: (context: Record<string, unknown>) => unknown; paths: string[][] };
const compiled = new Map<string, Compiled>();

/** What is wrong with a CEL expression, in one line, or undefined if it is sound. */
export function celProblem(expression: string): string | undefined {
  try {
    const check = environment.check(expression);
    return check.valid ? undefined : firstLine(check.error);
  } catch (error) {
    return firstLine(error);
  }
}

/** Whether the expression holds; false if it cannot be evaluated (logged). A missing field counts as null. */
export function holds(expression: string | null | undefined, context: Context): boolean {
  return !expression || evaluate(expression, context) === true;
}

/** The text an expression gives as a key; "" for null, or if it cannot be evaluated (logged). */
export function keyOf(expression: string, context: Context): string {
  const value = evaluate(expression, context);
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  return typeof value === "object" ? canonical(value as Json) : String(value);
}

/** The number an expression gives, or undefined. */
export function numberOf(expression: string, context: Context): number | undefined {
  const value = evaluate(expression, context);
  return typeof value === "bigint" || typeof value === "number" ? Number(value) : undefined;
}

function evaluate(expression: string, context: Context): unknown {
  try {
    const { run, paths } = compile(expression);
    const scope: Record<string, unknown> = { event: context.event, async: context.async ?? null };
    for (const path of paths) fillMissing(scope, path);
    return run(scope);
  } catch (error) {
    console.error(`[jobs] the expression ${expression} could not be evaluated: ${firstLine(error)}`);
    return undefined;
  }
}

function compile(expression: string): Compiled {
  const known = compiled.get(expression);
  if (known) return known;
  const run = environment.parse(expression);
  const paths: string[][] = [];
  collect(run.ast as unknown as Node, paths);
  const fresh = { run: run as Compiled["run"], paths };
  compiled.set(expression, fresh);
  return fresh;
}

type Node = { op: string; args: unknown };

/** The chains `event.a.b` in a syntax tree, but not those that `has()` asks about. */
function collect(node: unknown, paths: string[][]): void {
  if (Array.isArray(node)) {
    for (const child of node) collect(child, paths);
    return;
  }
  if (typeof node !== "object" || node === null || !("op" in node)) return;
  const { op, args } = node as Node;
  if (op === "call" && Array.isArray(args) && args[0] === "has") return;
  const path = chain(node as Node);
  if (path) paths.push(path);
  else collect(args, paths);
}

function chain(node: Node): string[] | undefined {
  if (node.op === "id") return typeof node.args === "string" ? [node.args] : undefined;
  if (node.op !== "." || !Array.isArray(node.args)) return undefined;
  const [target, field] = node.args as [Node, string];
  const before = chain(target);
  return before && [...before, field];
}

/** Puts null where the path leads nowhere, copying what it changes: the caller's objects stay as they are. */
function fillMissing(scope: Record<string, unknown>, path: string[]): void {
  let owner = scope;
  for (const [depth, field] of path.entries()) {
    const value = Object.hasOwn(owner, field) ? owner[field] : null;
    if (depth === path.length - 1 || typeof value !== "object" || value === null || Array.isArray(value)) {
      owner[field] = value ?? null;
      return;
    }
    const copy = { ...(value as Record<string, unknown>) };
    owner[field] = copy;
    owner = copy;
  }
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split("\n")[0] ?? "";
}
