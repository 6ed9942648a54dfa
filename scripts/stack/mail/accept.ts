import { createHash } from "node:crypto";
import { fateOf } from "./fate";
import type { Mail } from "./parse";
import { ResendProblem } from "./problem";
import type { Sql, Statements } from "./schema";

/** What is answered to a send, and again to its repetition. */
export type Accepted = Record<string, unknown>;

/**
 * Stores mails with their coming events, all or none, in one transaction: what is answered 200 is on disk.
 *
 * With an idempotency key (https://resend.com/docs/dashboard/emails/idempotency-keys, 24 hours) the first
 * answer is given again to the same body; another body, or one that comes while the first is being stored, is
 * a 409.
 */
export class Acceptance {
  readonly #inFlight = new Set<string>();

  constructor(
    readonly sql: Sql,
    /** Called after each commit with the number of new mails. */
    readonly onAccepted: (mails: number) => void,
  ) {}

  /** Runs `parse` and stores what it returns, unless the key was used before. */
  async accept(
    request: { key: string | undefined; path: string; body: Buffer },
    parse: () => { mails: Mail[]; answer: Accepted },
  ): Promise<Accepted> {
    const { key, path, body } = request;
    if (key === undefined) {
      const { mails, answer } = parse();
      await this.#store(mails);
      return answer;
    }
    if (key.length < 1 || key.length > 256) {
      throw new ResendProblem(400, "invalid_idempotency_key", "The key must be between 1-256 chars.");
    }
    if (this.#inFlight.has(key)) {
      throw new ResendProblem(
        409,
        "concurrent_idempotent_requests",
        "Same idempotency key used while original request is still in progress.",
      );
    }
    this.#inFlight.add(key);
    try {
      const fingerprint = createHash("sha256").update(path).update("\n").update(body).digest();
      const before = await this.#remembered(key, fingerprint);
      if (before) return before;
      const { mails, answer } = parse();
      await this.#store(mails, { key, fingerprint, answer });
      return answer;
    } finally {
      this.#inFlight.delete(key);
    }
  }

  async #remembered(key: string, fingerprint: Buffer): Promise<Accepted | undefined> {
    const [row] = await this.sql<{ fingerprint: Buffer; answer: Accepted }[]>`
      select fingerprint, answer from mail.idempotency
       where key = ${key} and created_at > now() - interval '24 hours'`;
    if (row && !row.fingerprint.equals(fingerprint)) {
      throw new ResendProblem(
        409,
        "invalid_idempotent_request",
        "Same idempotency key used with a different request payload.",
      );
    }
    return row?.answer;
  }

  async #store(mails: Mail[], once?: { key: string; fingerprint: Buffer; answer: Accepted }): Promise<void> {
    const files = mails.flatMap((mail) =>
      mail.attachments.map(({ id, content }) => ({ message_id: mail.id, id, content })),
    );
    // Sent at once and answered in order: four statements cost one trip.
    if (mails.length === 0 && !once) return;
    await this.sql.begin((tx) => [
      ...(once
        ? [
            tx`insert into mail.idempotency (key, fingerprint, answer)
               values (${once.key}, ${once.fingerprint}, ${tx.json(once.answer as never)})
               on conflict (key) do update
               set fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = now()`,
          ]
        : []),
      ...(mails.length > 0 ? [tx`insert into mail.messages ${tx(mails.map((mail) => row(tx, mail)))}`] : []),
      ...(files.length > 0 ? [tx`insert into mail.attachments ${tx(files)}`] : []),
      this.#plan(tx, mails),
    ]);
    this.onAccepted(mails.length);
  }

  #plan(tx: Statements, mails: Mail[]) {
    const events = mails.flatMap(({ id, addresses }) => fateOf(addresses).map((fate) => ({ id, ...fate })));
    return tx`insert into mail.events (message_id, type, happens_at, next_at)
      select id, type, at, at
        from (select id, type, now() + after * interval '1 millisecond' as at from unnest(${events.map(({ id }) => id)}::uuid[], ${events.map(({ type }) => type)}::text[],
                    ${events.map(({ after }) => after)}::integer[]) as e (id, type, after)) as planned`;
  }

  /** Forgets keys of which nobody needs the answer any more. */
  async forgetOldKeys(): Promise<void> {
    await this.sql`delete from mail.idempotency where created_at < now() - interval '24 hours'`;
  }
}

/** A mail as a row of mail.messages. */
export function row(sql: Statements, mail: Mail, direction: "out" | "in" = "out") {
  return {
    id: mail.id,
    direction,
    sender: mail.sender,
    recipients: mail.recipients,
    cc: mail.cc,
    bcc: mail.bcc,
    reply_to: mail.replyTo,
    addresses: mail.addresses,
    subject: mail.subject,
    html: mail.html,
    text: mail.text,
    headers: sql.json(mail.headers),
    tags: sql.json(mail.tags),
    attachments: sql.json(
      mail.attachments.map(({ content, ...about }) => ({ ...about, size: content.length })),
    ),
  };
}
