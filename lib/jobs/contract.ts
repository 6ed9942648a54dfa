import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { instantOut, listQuery, page, resource, uuid } from "@/lib/http/fields";

const tag = "Jobs";

export const jobStatus = z.enum(["queued", "running", "done", "failed", "cancelled"]);

export const job = z.object({
  ...resource,
  organizationId: uuid,
  projectId: uuid.nullable(),
  kind: z.enum(["duplicate"]),
  status: jobStatus,
  progress: z.object({ done: z.int(), total: z.int() }),
  title: z.string().meta({ description: "What it makes, in the words it was asked for" }),
  result: z.record(z.string(), z.unknown()).nullable().meta({ description: "Of a duplicate: `projectId`" }),
  error: z.string().nullable().meta({ description: "A sentence, where it failed" }),
  finishedAt: instantOut.nullable(),
});
export type Job = z.output<typeof job>;

const query = listQuery.omit({ q: true }).extend({ status: jobStatus.optional() });

export const listMyJobs = endpoint({
  method: "GET",
  path: "/jobs",
  summary: "List the jobs of your organizations, the newest first",
  tag,
  scope: from.self,
  permission: "jobs:read",
  limit: "read",
  query,
  output: page(job),
});

export const listJobs = endpoint({
  method: "GET",
  path: "/projects/{id}/jobs",
  summary: "List a project's jobs, the newest first",
  tag,
  scope: from.path("project"),
  permission: "jobs:read",
  limit: "read",
  query,
  output: page(job),
});

export const getJob = endpoint({
  method: "GET",
  path: "/jobs/{id}",
  summary: "Read a job: how far it is, and what came of it",
  tag,
  scope: from.path("job"),
  permission: "jobs:read",
  limit: "read",
  output: job,
});

export const cancelJob = endpoint({
  method: "POST",
  path: "/jobs/{id}/cancel",
  summary: "Stop a job; what it had begun to make is taken away",
  tag,
  scope: from.path("job"),
  permission: "jobs:write",
  limit: "write",
  output: job,
  status: 200,
  problems: ["conflict"],
});
