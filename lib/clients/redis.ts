import { Redis } from "@upstash/redis";
import { env } from "./env";

let client: Redis | undefined;

/** Redis by REST; every call ends within a second, so that its absence slows nothing down. */
export function redis(): Redis {
  client ??= new Redis({
    url: env().UPSTASH_REDIS_REST_URL,
    token: env().UPSTASH_REDIS_REST_TOKEN,
    retry: false,
    enableTelemetry: false,
    signal: () => AbortSignal.timeout(1_000),
  });
  return client;
}
