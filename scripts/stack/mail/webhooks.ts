import { createHmac } from "node:crypto";
import { Agent, request } from "node:http";
import { DETAILS } from "./fate";
import { messageId } from "./read";
import type { Sql } from "./schema";
import { type TwilioTarget, twilioCall } from "./text/callback";

/** Seconds before each next try of an event the app did not take; after the last one it is given up. */
const RETRIES = [0.5, 1, 2, 5, 10, 30, 60, 300, 1_800, 7_200, 18_000, 36_000];
/** Calls at once: what comes at one moment the app takes in one transaction. */
const CONCURRENCY = 32;
/** Events of one look at the queue. */
const ROUND = 8 * CONCURRENCY;
const TIMEOUT_MS = 15_000;

type Due = {
  id: string;
  type: string;
  attempts: number;
  happens_at: Date;
  message_id: string;
  created_at: Date;
  sender: string;
  recipients: string[];
  cc: string[];
  bcc: string[];
  subject: string;
  tags: Record<string, string>;
  text: string | null;
  callback: string | null;
  attachments: { id: string; filename: string; contentType: string; contentId: string | null }[];
};

/** How telling the app is going. */
export type DeliveryState = { pending: number; problem: string | null };

/**
 * The signature of a webhook by the Standard Webhooks rules, as Svix sends it for Resend
 * (https://docs.svix.com/receiving/verifying-payloads/how-manual): HMAC-SHA256 of `id.timestamp.body`.
 *
 * @param secret `whsec_` and the key in base64
 */
export function sign(secret: string, id: string, timestamp: number, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
}

/**
 * Tells the app what happens to mail: every event of mail.events at its time, signed, again with backoff until
 * it is answered 2xx. The events are rows, so that a kill loses none (the app may see one twice, as from Resend).
 */
export class Webhooks {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #ended = false;
  #pausedUntil = 0;
  #problem: string | null = null;

  constructor(
    readonly sql: Sql,
    readonly target: { url: string; secret: string; twilio?: TwilioTarget },
    readonly onChange: () => void = () => {},
  ) {}

  /** Looks for due events now. */
  wake(): void {
    if (this.#ended) return;
    if (this.#running) {
      this.#again = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#running = this.#round()
      .catch((error) => {
        console.error("[mail] the webhook queue could not be read:", error);
        return 1_000;
      })
      .then((wait) => {
        this.#running = undefined;
        const soon = this.#again;
        this.#again = false;
        if (!this.#ended) this.#timer = setTimeout(() => this.wake(), soon ? Math.min(wait, 50) : wait);
      });
  }

  async state(): Promise<DeliveryState> {
    const [row] = await this.sql<{ pending: number }[]>`
      select count(*)::integer as pending from mail.events where next_at is not null`;
    return { pending: row?.pending ?? 0, problem: this.#problem };
  }

  /** Ends after the calls that are under way. */
  async close(): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#timer);
    await this.#running;
    this.#agent.destroy();
  }

  /** Delivers what is due and returns how many milliseconds to wait before looking again. */
  async #round(): Promise<number> {
    const pause = this.#pausedUntil - Date.now();
    if (pause > 0) return pause;
    const due = await this.#due();
    if (due.length === 0) return 250;
    const taken: string[] = [];
    const queue = [...due];
    await Promise.all(
      Array.from({ length: CONCURRENCY }, async () => {
        for (let event = queue.shift(); event && this.#pausedUntil <= Date.now(); event = queue.shift()) {
          if (await this.#deliver(event)) taken.push(event.id);
        }
      }),
    );
    await this.sql`
      update mail.events set next_at = null, attempts = attempts + 1, last_error = null
       where id = any(${taken}::uuid[])`;
    this.onChange();
    return 0;
  }

  #due(): Promise<Due[]> {
    return this.sql<Due[]>`
      select e.id, e.type, e.attempts, e.happens_at, e.message_id, m.created_at, m.sender, m.recipients, m.cc,
             m.bcc, m.subject, m.tags, m.attachments, m.headers->>'x-status-callback' as callback,
             case when e.type like 'text.%' then m.text end as text
        from mail.events e join mail.messages m on m.id = e.message_id
       where e.next_at <= now() order by e.next_at limit ${ROUND}`;
  }

  /** One try; a failure is written down and put off. */
  async #deliver(event: Due): Promise<boolean> {
    const answer = await this.#post(event).catch((error: NodeJS.ErrnoException) => ({
      status: 0,
      retryAfter: undefined,
      problem: error.code ?? error.message,
    }));
    if (answer.status >= 200 && answer.status < 300) {
      if (this.#problem) console.error("[mail] the app takes webhooks again.");
      this.#problem = null;
      return true;
    }
    const problem = "problem" in answer ? answer.problem : `answered ${answer.status}`;
    const why = `${this.target.url} ${problem}`;
    if (this.#problem !== why) console.error(`[mail] webhook ${event.type} was not taken: ${why}`);
    this.#problem = why;
    // Away or over its limit: that says nothing about this event, so everything waits a moment.
    if (answer.status === 0 || answer.status === 429) {
      this.#pausedUntil = Date.now() + Math.min(answer.retryAfter ?? 0.5, 60) * 1_000;
    }
    await this.#putOff(event, why, answer.status === 0 || answer.status === 429 ? 0 : 1);
    return false;
  }

  async #putOff(event: Due, why: string, counts: number): Promise<void> {
    const delay = RETRIES[event.attempts];
    if (delay === undefined)
      console.error(`[mail] webhook ${event.type} of ${event.message_id} is given up.`);
    await this.sql`
      update mail.events
         set attempts = attempts + ${counts}, last_error = ${why},
             next_at = now() + ${delay ?? null}::double precision * interval '1 second'
       where id = ${event.id}`;
  }

  #post(event: Due): Promise<{ status: number; retryAfter?: number }> {
    const { url, body, headers } =
      event.type.startsWith("text.") && this.target.twilio
        ? twilioCall(event, this.target.twilio)
        : this.#resendCall(event);
    return new Promise((resolve, reject) => {
      const req = request(
        url,
        {
          method: "POST",
          agent: this.#agent,
          timeout: TIMEOUT_MS,
          // Node does not resolve *.localhost (RFC 6761), and needs not ask anybody.
          ...(new URL(url).hostname.endsWith("localhost") && { lookup: loopback }),
          headers: { ...headers, "content-length": Buffer.byteLength(body) },
        },
        (res) => {
          res.resume();
          res.once("error", reject);
          res.once("end", () => {
            const retryAfter = Number(res.headers["retry-after"]);
            resolve({ status: res.statusCode ?? 0, retryAfter: retryAfter > 0 ? retryAfter : undefined });
          });
        },
      );
      req.once("timeout", () => req.destroy(new Error("did not answer in time")));
      req.once("error", reject);
      req.end(body);
    });
  }

  #resendCall(event: Due) {
    const body = JSON.stringify(payload(event));
    const id = `msg_${event.id}`;
    const timestamp = Math.floor(Date.now() / 1_000);
    const headers = {
      "content-type": "application/json",
      "user-agent": "Svix-Webhooks/1.0 (local stand-in)",
      "svix-id": id,
      "svix-timestamp": String(timestamp),
      "svix-signature": sign(this.target.secret, id, timestamp, body),
    };
    return { url: this.target.url, body, headers };
  }
}

const loopback = ((_host: string, options: { all?: boolean }, done: (...args: unknown[]) => void) =>
  options.all ? done(null, [{ address: "127.0.0.1", family: 4 }]) : done(null, "127.0.0.1", 4)) as never;

/** An event as Resend sends it (https://resend.com/docs/dashboard/webhooks/event-types). */
function payload(event: Due) {
  const mail = {
    created_at: event.created_at.toISOString(),
    email_id: event.message_id,
    message_id: messageId(event.message_id),
    from: event.sender,
    to: event.recipients,
    subject: event.subject,
  };
  const more =
    event.type === "email.received"
      ? {
          cc: event.cc,
          bcc: event.bcc,
          attachments: event.attachments.map((file) => ({
            id: file.id,
            filename: file.filename,
            content_type: file.contentType,
            content_disposition: "attachment",
            content_id: file.contentId,
          })),
        }
      : { ...(Object.keys(event.tags).length > 0 && { tags: event.tags }), ...DETAILS[event.type] };
  return { type: event.type, created_at: event.happens_at.toISOString(), data: { ...mail, ...more } };
}
