import { sql } from "drizzle-orm";
import { asSystem } from "@/db/client";
import { env } from "@/lib/clients/env";
import { redis } from "@/lib/clients/redis";

type Part = { status: "ok" | "away"; required: boolean; latencyMs: number; detail?: string };

/** Every dependency asked once, each for two seconds at most; 503 is the route's to say. */
export async function readiness(): Promise<{ ready: boolean; parts: Record<string, Part> }> {
  const entries = await Promise.all([
    probe("database", true, migrationVersion),
    probe("redis", false, () => redis().ping()),
    probe("realtime", false, () => reach(new URL("/parties/live/ready", env().PARTYKIT_HOST))),
    probe("jobs", false, () => reach(new URL("/", env().INNGEST_BASE_URL ?? "https://inn.gs"))),
    probe("mail", false, () => reach(new URL("/", env().RESEND_BASE_URL ?? "https://api.resend.com"))),
  ]);
  const parts = Object.fromEntries(entries);
  return { ready: entries.every(([, part]) => part.status === "ok" || !part.required), parts };
}

async function probe(name: string, required: boolean, ask: () => Promise<unknown>): Promise<[string, Part]> {
  const start = performance.now();
  try {
    const detail = await Promise.race([
      ask(),
      new Promise<never>((_, reject) => setTimeout(reject, 2_000, new Error("no answer in 2 s")).unref()),
    ]);
    const latencyMs = Math.round(performance.now() - start);
    return [
      name,
      {
        status: "ok",
        required,
        latencyMs,
        ...(typeof detail === "string" && detail.startsWith("migration") && { detail }),
      },
    ];
  } catch (error) {
    const latencyMs = Math.round(performance.now() - start);
    const detail = error instanceof Error ? error.message : String(error);
    return [name, { status: "away", required, latencyMs, detail }];
  }
}

async function migrationVersion() {
  const [row] = await asSystem("the migrations belong to no tenant", (tx) =>
    tx.execute<{ n: number }>(sql`select count(*)::int as n from drizzle.__drizzle_migrations`),
  );
  return `migration ${row?.n ?? 0}`;
}

/** Any answer at all, an error too, shows that the part is there. */
async function reach(address: URL) {
  await fetch(address, { signal: AbortSignal.timeout(2_000) }).then((response) => response.body?.cancel());
}
