import { sql } from "drizzle-orm";
import { readSystem } from "@/db/client";
import { hasBlobs, pingBlobs } from "@/lib/clients/blob";
import { mailProvider } from "@/lib/clients/email/provider";
import { env } from "@/lib/clients/env";
import { redis } from "@/lib/clients/redis";

type Part = { status: "ok" | "away" | "off"; required: boolean; latencyMs: number; detail?: string };

/** How long each part is waited for, so that the whole is told within two seconds. */
const PATIENCE = 1_500;

/** Every dependency asked once and at the same time; 503 is the route's to say. */
export async function readiness(): Promise<{ ready: boolean; parts: Record<string, Part> }> {
  const entries = await Promise.all([
    probe("database", true, migrationVersion),
    probe("redis", false, () => redis().ping()),
    probe("realtime", false, () => reach(new URL("/parties/live/ready", env().PARTYKIT_HOST))),
    probe("worker", false, worker),
    probe("mail", false, reachMail()),
    probe("blob", false, hasBlobs() ? () => pingBlobs(PATIENCE) : null),
  ]);
  const parts = Object.fromEntries(entries);
  return { ready: entries.every(([, part]) => part.status !== "away" || !part.required), parts };
}

async function probe(
  name: string,
  required: boolean,
  ask: (() => Promise<unknown>) | null,
): Promise<[string, Part]> {
  if (!ask) return [name, { status: "off", required, latencyMs: 0 }];
  const start = performance.now();
  const part = (status: Part["status"], detail?: string): [string, Part] => [
    name,
    { status, required, latencyMs: Math.round(performance.now() - start), ...(detail && { detail }) },
  ];
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(reject, PATIENCE, new Away(`no answer in ${PATIENCE / 1_000} s`));
  });
  try {
    const detail = await Promise.race([ask(), late]);
    return part("ok", typeof detail === "string" && detail !== "PONG" ? detail : undefined);
  } catch (error) {
    // Everybody may read this: our own words, or a code, and no address of a part.
    const code = (error as { code?: unknown; cause?: { code?: unknown } })?.code;
    return part("away", error instanceof Away ? error.message : typeof code === "string" ? code : undefined);
  } finally {
    clearTimeout(timer);
  }
}

/** A server that speaks SMTP only is asked by whoever sends. */
function reachMail() {
  const { address } = mailProvider();
  return address === null ? null : () => reach(new URL("/", address));
}

class Away extends Error {}

async function migrationVersion(): Promise<string> {
  const [row] = await readSystem("the migrations belong to no tenant", (tx) =>
    tx.execute<{ n: number }>(sql`select count(*)::int as n from drizzle.__drizzle_migrations`),
  );
  return `migration ${row?.n ?? 0}`;
}

/** The jobs server answers, and has called us within the last three minutes (it does so each minute). */
async function worker(): Promise<string> {
  const [age] = await Promise.all([
    heartbeatAge(),
    reach(new URL("/", env().INNGEST_BASE_URL ?? "https://inn.gs")),
  ]);
  if (age === null) throw new Away("has not called yet");
  if (age > 180) throw new Away(`last called ${age} s ago`);
  return `last called ${age} s ago`;
}

/** Seconds since the jobs server last called us; null when it never did. */
export async function heartbeatAge(): Promise<number | null> {
  const [row] = await readSystem("heartbeats belong to the installation", (tx) =>
    tx.execute<{ age: number }>(
      sql`select greatest(0, extract(epoch from now() - at))::int as age from heartbeats where name = 'worker'`,
    ),
  );
  return row?.age ?? null;
}

/** Any answer at all, an error too, shows that the part is there. */
async function reach(address: URL): Promise<void> {
  const response = await fetch(address, { signal: AbortSignal.timeout(PATIENCE) });
  await response.body?.cancel();
}
