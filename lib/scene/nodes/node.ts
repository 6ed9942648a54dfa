import { z } from "zod";
import { textSchema } from "../text";

/** A parent's rank is always lower than its child's, so concurrent moves can never make a cycle. */
export const RANKS = { page: 0, section: 1, group: 2, element: 3 } as const;
export type Rank = keyof typeof RANKS;

/** One kind of node: its rank, its present version, the schema of its props, and how older props come up to date. */
export type NodeKind<P extends z.ZodType = z.ZodType> = {
  rank: Rank;
  version: number;
  props: P;
  /** Props as a new node has them. */
  defaults: z.infer<P>;
  /** Turns the props of `from` (below `version`) into those of the present version. */
  migrate: (props: Record<string, unknown>, from: number) => Record<string, unknown>;
};

/** Declares a kind; without `migrate` there is only one version yet. */
export function kind<P extends z.ZodType>(
  definition: Omit<NodeKind<P>, "migrate"> & { migrate?: NodeKind<P>["migrate"] },
): NodeKind<P> {
  return { migrate: (props) => props, ...definition };
}

/** An event by id, or null for the main one of whoever looks. */
export const eventRef = z.string().max(64).nullable();
/** Which of the palette's three surfaces a section lies on. */
export const surface = z.enum(["base", "alt", "bold"]);
export const heading = textSchema;
