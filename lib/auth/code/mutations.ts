import { and, desc, eq, gt, isNull, lt, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { asSystem, lend, type Tx } from "@/db/client";
import { sessions, signInCodes } from "@/db/schema";
import { pseudonym } from "@/lib/clients/crypto";
import { env } from "@/lib/clients/env";
import { log } from "@/lib/clients/log";
import { MailError, sendMail } from "@/lib/clients/mail";
import type { Cx } from "@/lib/http/cx";
import { limit } from "@/lib/http/limit";
import { AppError } from "@/lib/http/problem";
import { derive, deriveAgain, sameSecret } from "@/lib/tenancy/derived";
import { tokenHash } from "@/lib/tenancy/session";
import { signInMail } from "../mail";
import { signIn } from "../policy";

const PURPOSE = "sign-in";
type Row = typeof signInCodes.$inferSelect;

/**
 * Notes that somebody wants to sign in, and sends the mail beside the answer. Who the address belongs to is not
 * even looked up, so the answer and its time cannot tell.
 *
 * The mail is not an event of the jobs server: signing in must work while that is away, and must not wait in its
 * queue behind a campaign. The row is its own outbox: it is committed first, the mail leaves at once from this
 * process, and what a crash leaves unsent is sent by the cron (inngest/functions/send-sign-in-mails.ts), the same
 * bytes under the same key, so that the provider sends it once.
 */
export async function requestCode(
  cx: Cx,
  asked: { email: string; name?: string; returnTo?: string },
): Promise<{ email: string; expiresAt: Date }> {
  // The address goes to Redis as a pseudonym only.
  await limit(pseudonym(asked.email, "sign-in limit"), "sign-in-mail", signIn.mailsAMinute);
  const id = uuidv7();
  const expiresAt = new Date(cx.now.getTime() + signIn.minutes * 60_000);
  await lend(cx.tx, "system", async (tx) => {
    const recent = await tx.$count(signInCodes, and(eq(signInCodes.email, asked.email), withinTheHour));
    if (recent >= signIn.mailsAnHour * env().RATE_LIMIT_SCALE) {
      throw new AppError("rate_limited", {
        detail: "Many mails went to this address within the hour. Use the newest one, or try again later.",
        retryAfter: 600,
      });
    }
    await tx.insert(signInCodes).values({
      id,
      email: asked.email,
      linkHash: derive(PURPOSE, id).hash,
      name: asked.name ?? "",
      returnTo: asked.returnTo ?? null,
      createdAt: cx.now,
      expiresAt,
    });
  });
  cx.after(() => deliver(id));
  return { email: asked.email, expiresAt };
}

/**
 * Uses up the code, or the link's token, of an address's newest mail. The row is locked first, so that of any
 * number of right uses at once one wins, and of any number of guesses each is counted.
 *
 * @returns whose address is proven by it
 * @throws AppError wrong_code (counted, also though the request is refused), expired, rate_limited
 */
export async function takeCode(
  tx: Tx,
  now: Date,
  given: { email: string; code: string } | { token: string },
): Promise<Pick<Row, "email" | "name" | "returnTo">> {
  const row = "token" in given ? await byToken(tx, given.token) : await newestOf(tx, given.email);
  if (!row) {
    throw new AppError("wrong_code", {
      detail:
        "token" in given
          ? "This link is not complete. Open it from the mail again, or type the code."
          : "That code is not right.",
    });
  }
  if ("code" in given) await check(tx, row, given.code, now);
  if (row.consumedAt || row.expiresAt <= now || (await isSuperseded(tx, row))) throw over(row, now);
  await tx.update(signInCodes).set({ consumedAt: now }).where(eq(signInCodes.id, row.id));
  return row;
}

/** Compares a code with a row's, counting wrong ones; a code that is over is told so to whoever has it only. */
async function check(tx: Tx, row: Row, code: string, now: Date): Promise<void> {
  const alive = !row.consumedAt && row.expiresAt > now;
  if (alive && row.attempts >= signIn.tries) {
    throw new AppError("expired", {
      detail: `After ${signIn.tries} wrong tries this code no longer works. Ask for a new one, or use the link.`,
    });
  }
  if (alive && (await triesOf(tx, row.email)) >= signIn.triesAnHour) {
    throw new AppError("rate_limited", {
      detail: "Too many wrong codes for this address. Use the link in the mail, or try again in an hour.",
      retryAfter: 3_600,
    });
  }
  const derived = deriveAgain(PURPOSE, row.id, row.linkHash);
  if (derived && sameSecret(code, derived.code)) return;
  if (alive) {
    await tx
      .update(signInCodes)
      .set({ attempts: row.attempts + 1 })
      .where(eq(signInCodes.id, row.id));
  }
  const left = signIn.tries - row.attempts - 1;
  throw new AppError("wrong_code", {
    detail: "That code is not right.",
    ...(alive && { meta: { triesLeft: left } }),
    keep: true,
  });
}

const over = (row: Row, now: Date) =>
  new AppError("expired", {
    detail: row.consumedAt
      ? "This was used to sign in already. Ask for a new mail."
      : row.expiresAt <= now
        ? `This is older than ${signIn.minutes} minutes. Ask for a new mail.`
        : "A newer mail was sent to this address. Use that one.",
  });

const withinTheHour = gt(signInCodes.createdAt, sql`now() - interval '1 hour'`);

async function newestOf(tx: Tx, email: string): Promise<Row | undefined> {
  const [row] = await tx
    .select()
    .from(signInCodes)
    .where(eq(signInCodes.email, email))
    .orderBy(desc(signInCodes.createdAt), desc(signInCodes.id))
    .limit(1)
    .for("update");
  return row;
}

async function byToken(tx: Tx, token: string): Promise<Row | undefined> {
  const [row] = await tx
    .select()
    .from(signInCodes)
    .where(eq(signInCodes.linkHash, tokenHash(token)))
    .for("update");
  return row;
}

const isSuperseded = async (tx: Tx, row: Row): Promise<boolean> =>
  (await newestOf(tx, row.email))?.id !== row.id;

async function triesOf(tx: Tx, email: string): Promise<number> {
  const [row] = await tx
    .select({ tries: sql<number>`coalesce(sum(${signInCodes.attempts}), 0)::int` })
    .from(signInCodes)
    .where(and(eq(signInCodes.email, email), withinTheHour));
  return row!.tries;
}

/** Sends one row's mail, unless it left already or is over; a limit or an outage is waited out for some seconds. */
async function deliver(id: string): Promise<void> {
  const [row] = await asSystem("sign-in codes belong to no organization", (tx) =>
    tx
      .select()
      .from(signInCodes)
      .where(and(eq(signInCodes.id, id), isNull(signInCodes.sentAt), gt(signInCodes.expiresAt, sql`now()`))),
  );
  const derived = row && deriveAgain(PURPOSE, row.id, row.linkHash);
  if (!derived) return;
  const mail = await signInMail(row, derived);
  for (let attempt = 1; ; attempt++) {
    try {
      await sendMail(mail);
      break;
    } catch (error) {
      const wait = error instanceof MailError ? error.retryAfter : null;
      if (wait === null || wait > 5 || attempt === 3) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait * 1_000));
    }
  }
  await asSystem("sign-in codes belong to no organization", (tx) =>
    tx.update(signInCodes).set({ sentAt: sql`now()` }).where(eq(signInCodes.id, id)),
  );
}

/**
 * Sends what a crash or an outage left unsent, and forgets codes and sessions that are over. For a cron.
 *
 * @returns how many mails left
 */
export async function sendWaitingMails(): Promise<number> {
  const waiting = await asSystem("sign-in codes belong to no organization", async (tx) => {
    await tx.delete(signInCodes).where(lt(signInCodes.createdAt, sql`now() - interval '1 day'`));
    await tx.delete(sessions).where(lt(sessions.expires, sql`now()`));
    // Younger ones are under way; of an address only the newest is worth sending.
    return tx.execute<{ id: string }>(sql`
      select id from (
        select distinct on (email) id, sent_at, created_at, expires_at from sign_in_codes
         where expires_at > now() order by email, created_at desc, id desc) newest
       where sent_at is null and created_at < now() - interval '20 seconds' limit 200`);
  });
  let sent = 0;
  for (const { id } of waiting) {
    await deliver(id).then(
      () => sent++,
      (error: unknown) => log.warn({ error: String(error) }, "a sign-in mail could not be sent; tried again"),
    );
  }
  return sent;
}
