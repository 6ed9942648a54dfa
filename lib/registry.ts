import type { Contract } from "./http/endpoint";
import * as live from "./live/contract";
import * as platform from "./platform/contract";
import * as projects from "./projects/contract";

const isContract = (value: unknown): value is Contract =>
  typeof value === "object" && value !== null && "key" in value && "scope" in value && "limit" in value;

/** Every contract of the system. Only OpenAPI and the tests read it; a domain adds its module here. */
export const registry: readonly Contract[] = [live, platform, projects].flatMap((module) =>
  Object.values<unknown>(module).filter(isContract),
);
