import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";

const tag = "Operation";

export const getHealth = endpoint({
  method: "GET",
  path: "/health",
  summary: "The process is up; touches nothing",
  tag,
  scope: from.anyone,
  permission: null,
  limit: "read",
  output: z.object({ status: z.literal("ok") }),
});

const part = z.object({
  status: z.enum(["ok", "away", "off"]),
  required: z.boolean(),
  latencyMs: z.number(),
  detail: z.string().optional(),
});

export const getReady = endpoint({
  method: "GET",
  path: "/ready",
  summary: "Each dependency with its latency; 503 when one is away that requests cannot do without",
  tag,
  scope: from.anyone,
  permission: null,
  limit: "read",
  output: z.object({ ready: z.boolean(), parts: z.record(z.string(), part) }),
});

export const getOpenApi = endpoint({
  method: "GET",
  path: "/openapi.json",
  summary: "This document",
  tag,
  scope: from.anyone,
  permission: null,
  limit: "read",
  output: z.record(z.string(), z.unknown()),
});
