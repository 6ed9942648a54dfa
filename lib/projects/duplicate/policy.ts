import { createHash } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import type { Part } from "./contract";

/** What a copying job was asked for, and how far it is. */
export type DuplicateInput = { name: string; include: Record<Part, boolean>; targetId: string };
export type DuplicateState = { stage: Stage; cursor: string | null };

/** In this order: what is referred to comes before what refers to it. */
export const stages = [
  "events",
  "groups",
  "guests",
  "plusOnes",
  "forms",
  "sites",
  "campaigns",
  "end",
] as const;
export type Stage = (typeof stages)[number];

const needs: Partial<Record<Stage, Part>> = {
  groups: "guests",
  guests: "guests",
  plusOnes: "guests",
  forms: "forms",
  sites: "sites",
  campaigns: "campaigns",
};

/** The stage after one, leaving out what is not to be copied. */
export function stageAfter(stage: Stage, include: Record<Part, boolean>): Stage {
  const rest = stages.slice(stages.indexOf(stage) + 1);
  return rest.find((next) => !needs[next] || include[needs[next]]) ?? "end";
}

/**
 * The id of a row's copy, made of the job's and the row's: a worker that begins again makes the same ids, and what
 * refers to a row finds its copy without a list. A UUIDv7 (RFC 9562) with the time of the original, so that copies
 * keep its order; 72 bits of the rest are MD5, which stands for no secret here.
 */
export const copyOf = (jobId: string, id: SQL): SQL => {
  const h = sql`md5(${jobId}::text || ${id}::text)`;
  return sql`(left(${id}::text, 13) || '-7' || substr(${h}, 1, 3) || '-a' || substr(${h}, 4, 3) || '-' || substr(${h}, 7, 12))::uuid`;
};

/** The same id made outside of the database, for what is written as JSON (scenes, audiences). */
export function copyId(jobId: string, id: string): string {
  const h = createHash("md5").update(`${jobId}${id}`).digest("hex");
  return `${id.slice(0, 13)}-7${h.slice(0, 3)}-a${h.slice(3, 6)}-${h.slice(6, 18)}`;
}

/** JSON in which these ids are those of their copies. */
export function withCopies<T>(value: T, jobId: string, ids: readonly string[]): T {
  let text = JSON.stringify(value);
  for (const id of ids) text = text.replaceAll(id, copyId(jobId, id));
  return JSON.parse(text) as T;
}
