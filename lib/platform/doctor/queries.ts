import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { asSystem } from "@/db/client";
import journal from "@/db/migrations/meta/_journal.json";
import { hasBlobs, roundTripBlob } from "@/lib/clients/blob";
import { mailProvider } from "@/lib/clients/email/provider";
import { appHost, env } from "@/lib/clients/env";
import { probeRooms } from "@/lib/clients/realtime";
import { redis } from "@/lib/clients/redis";
import { twilioProvider } from "@/lib/clients/text/twilio";
import { roundTripMail } from "../mutations";
import { heartbeatAge } from "../queries";
import type { Finding } from "./contract";
import { areRelated, finding, isLocal } from "./policy";

const since = (start: number) => Math.round(performance.now() - start);
/** A code where there is one, else the words: `ECONNREFUSED`, `TimeoutError`. */
const reasonOf = (error: unknown): string => {
  const { code, cause, name, message } = error as Error & { code?: unknown; cause?: { code?: unknown } };
  const said = [cause?.code, code].find((one) => typeof one === "string");
  return String(said ?? (name === "Error" ? message : name)).slice(0, 100);
};

/** Every check, in the order in which what is wrong matters; each ends within ten seconds. Never throws. */
export async function findings(): Promise<Finding[]> {
  const checks = [unsent, mail, text, worker, database, sites, app, realtime, blob, limits];
  const found = await Promise.all(
    checks.map((check) => check().catch(() => finding("database", "fail", "away"))),
  );
  // A database that is away answers several checks with the same sentence: once is enough.
  return found
    .flat()
    .filter((one, at, all) => at === all.findIndex(({ message }) => message === one.message));
}

/** What people believe to be on its way and is not. */
async function unsent(): Promise<Finding[]> {
  const [row] = await asSystem("what waits spans organizations", (tx) =>
    tx.execute<{
      waiting: number;
      oldest: number;
      stuck: number;
      still: number;
      failed: number;
      reason: string | null;
    }>(sql`
      select (select count(*)::int from outbox where sent_at is null and created_at < now() - interval '2 minutes') as waiting,
             (select coalesce(extract(epoch from now() - min(created_at)) / 60, 0)::int from outbox where sent_at is null) as oldest,
             count(*) filter (where j.status = 'queued')::int as stuck,
             coalesce(extract(epoch from now() - max(j.updated_at)) / 60, 0)::int as still,
             (select count(*)::int from message_jobs where status = 'failed' and updated_at > now() - interval '1 day') as failed,
             (select last_error from message_jobs where status = 'failed' and updated_at > now() - interval '1 day'
               order by updated_at desc limit 1) as reason
        from messaging_campaigns c join message_jobs j on j.campaign_id = c.id and j.run = c.run
       where c.status = 'sending' and c.sender = 'provider'`),
  );
  const found: Finding[] = [];
  if (row!.waiting > 0)
    found.push(finding("unsent", "fail", "outbox", { count: row!.waiting, minutes: row!.oldest }));
  if (row!.stuck > 0 && row!.still >= 15)
    found.push(finding("unsent", "fail", "stuck", { count: row!.stuck, minutes: row!.still }));
  if (row!.failed > 0)
    found.push(finding("unsent", "warn", "failing", { count: row!.failed, reason: row!.reason ?? "–" }));
  return found.length > 0 ? found : [finding("unsent", "ok", "ok")];
}

async function mail(): Promise<Finding> {
  const sender = /([^<>\s]+@[^<>\s]+?)>?$/.exec(env().MAIL_FROM)?.[1] ?? env().MAIL_FROM;
  const { local } = mailProvider();
  if (!local && /@(.+\.)?(example\.(com|org|net)|localhost|test|invalid)$/.test(sender)) {
    return finding("mail", "fail", "example", { sender });
  }
  const { refused, seconds } = await roundTripMail(local ? "doctor@example.com" : "delivered@resend.dev");
  if (refused) return finding("mail", "fail", "refused", { reason: refused, sender });
  if (seconds === null) {
    return finding("mail", "fail", "silent", { seconds: 8, address: `${env().APP_URL}/api/webhooks/resend` });
  }
  return finding("mail", "ok", local ? "local" : "ok", { seconds: seconds.toFixed(1) });
}

/** Who takes SMS and WhatsApp messages: nobody, the stand-in of this machine, or Twilio. */
async function text(): Promise<Finding> {
  const carriers = (["sms", "whatsapp"] as const).map(twilioProvider).filter((carrier) => carrier !== null);
  if (carriers.length === 0) return finding("text", "not_applicable", "unset");
  const code = carriers.some(({ local }) => local) ? "local" : carriers.length === 2 ? "both" : "one";
  return finding("text", "ok", code);
}

async function worker(): Promise<Finding> {
  const age = await heartbeatAge();
  const address = `${env().APP_URL}/api/inngest`;
  if (age === null) return finding("worker", "fail", "never", { address });
  if (age > 180) return finding("worker", "fail", "late", { address, minutes: Math.round(age / 60) });
  return finding("worker", "ok", "ok", { seconds: age });
}

/** The database and, from the same answer, the clock. */
async function database(): Promise<Finding[]> {
  const start = performance.now();
  const asked = Date.now();
  const row = await asSystem("the database's own settings belong to nobody", async (tx, now) => {
    const difference = now.getTime() - (asked + Date.now()) / 2;
    const [about] = await tx.execute<{ version: string; n: number; login: string; mighty: boolean }>(sql`
      select current_setting('server_version') as version, session_user as login,
             (select count(*)::int from drizzle.__drizzle_migrations) as n,
             (select rolsuper or rolbypassrls from pg_roles where rolname = session_user) as mighty`);
    return { ...about!, difference };
  });
  const ms = since(start);
  const { version, n: there, login } = row;
  const wanted = journal.entries.length;
  const apart = Math.abs(row.difference) / 1_000;
  const clock =
    apart < 1
      ? finding("clock", "ok", "ok", { ms: Math.round(Math.abs(row.difference)) })
      : finding("clock", apart < 30 ? "warn" : "fail", "apart", { seconds: apart.toFixed(1) });
  const state =
    Number.parseInt(version, 10) < 15
      ? finding("database", "fail", "old", { version })
      : there < wanted
        ? finding("database", "fail", "behind", { there, wanted })
        : there > wanted
          ? finding("database", "warn", "ahead", { there, wanted })
          : row.mighty
            ? finding("database", "fail", "mighty", { login })
            : finding("database", "ok", "ok", { version, migrations: there, ms });
  return [state, clock];
}

/** Asks an address for its health, as a stranger would: name, certificate and way here in one. */
async function leadsHere(origin: string): Promise<string | null> {
  try {
    const answer = await fetch(`${origin}/api/health`, {
      signal: AbortSignal.timeout(5_000),
      redirect: "manual",
    });
    const body: unknown = await answer.json().catch(() => null);
    const isOurs = (body as { status?: string } | null)?.status === "ok";
    return isOurs ? null : `HTTP ${answer.status}`;
  } catch (error) {
    return reasonOf(error);
  }
}

async function sites(): Promise<Finding> {
  const domain = env().SITES_DOMAIN;
  if (isLocal(domain)) return finding("sites", "not_applicable", "local", { domain });
  const label = `doctor-${randomBytes(6).toString("hex")}`;
  const reason = await leadsHere(`${new URL(env().APP_URL).protocol}//${label}.${domain}`);
  if (reason) return finding("sites", "fail", "away", { domain, reason });
  return areRelated(appHost(), domain)
    ? finding("sites", "warn", "shared", { domain, app: appHost() })
    : finding("sites", "ok", "ok", { domain });
}

async function app(): Promise<Finding> {
  const address = new URL(env().APP_URL).origin;
  if (isLocal(appHost())) return finding("app", "not_applicable", "local", { address });
  const reason = await leadsHere(address);
  if (reason) return finding("app", "fail", "away", { address, reason });
  return address.startsWith("https:")
    ? finding("app", "ok", "ok", { address })
    : finding("app", "warn", "plain", { address });
}

async function realtime(): Promise<Finding> {
  const status = await probeRooms();
  if (status === 401) return finding("realtime", "fail", "secret");
  if (status !== null) return finding("realtime", "fail", "away");
  const address = env().PARTYKIT_PUBLIC_HOST ?? env().PARTYKIT_HOST;
  return isLocal(new URL(address).host) && !isLocal(appHost())
    ? finding("realtime", "fail", "hidden", { address })
    : finding("realtime", "ok", "ok");
}

async function blob(): Promise<Finding> {
  if (!hasBlobs()) return finding("blob", "warn", "off");
  const start = performance.now();
  try {
    const wrong = await roundTripBlob();
    return wrong
      ? finding("blob", "fail", "wrong", { reason: wrong })
      : finding("blob", "ok", "ok", { ms: since(start) });
  } catch (error) {
    return finding("blob", "fail", "wrong", { reason: reasonOf(error) });
  }
}

async function limits(): Promise<Finding> {
  const start = performance.now();
  try {
    await redis().ping();
    return finding("redis", "ok", "ok", { ms: since(start) });
  } catch (error) {
    return finding("redis", "warn", "away", { reason: reasonOf(error) });
  }
}
