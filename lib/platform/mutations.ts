import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { asSystem } from "@/db/client";
import { MailError, sendMail } from "@/lib/clients/mail";

/** How long word of a mail is waited for, in milliseconds. */
const PATIENCE = 8_000;

/** Notes that a part which works by itself is at work, by the database's clock. */
export async function beat(name: "worker" | "mail"): Promise<void> {
  await asSystem("heartbeats belong to the installation", (tx) =>
    tx.execute(
      sql`insert into heartbeats (name) values (${name}) on conflict (name) do update set at = excluded.at`,
    ),
  );
}

/**
 * Sends a mail and waits until the provider's signed event of it has come in by the webhook.
 *
 * @returns why it was not taken, or the seconds until word came; null seconds when none did in time
 */
export async function roundTripMail(to: string): Promise<{ refused: string | null; seconds: number | null }> {
  const start = performance.now();
  const before = await lastWord();
  try {
    await sendMail({
      to,
      subject: "A check of this installation",
      ...{
        text: "Nothing to do: the doctor sent this.",
        html: "<p>Nothing to do: the doctor sent this.</p>",
      },
      ...{ tags: { doctor: "check" }, idempotencyKey: `doctor:${randomUUID()}` },
    });
  } catch (error) {
    if (error instanceof MailError) return { refused: error.message, seconds: null };
    throw error;
  }
  while (performance.now() - start < PATIENCE) {
    await sleep(200);
    if ((await lastWord()) !== before) return { refused: null, seconds: (performance.now() - start) / 1_000 };
  }
  return { refused: null, seconds: null };
}

async function lastWord(): Promise<string | null> {
  const [row] = await asSystem("heartbeats belong to the installation", (tx) =>
    tx.execute<{ at: string }>(sql`select at::text as at from heartbeats where name = 'mail'`),
  );
  return row?.at ?? null;
}
