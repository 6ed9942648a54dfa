import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { until } from "../caller";
import { type MailOptions, startMail } from "../stack/mail";
import { freePort } from "../stack/ports";
import type { VictimStack } from "./stack";

/**
 * Where a batch is when its worker dies: it is claimed and nobody was called; the provider has the call and not taken
 * it; the mails are taken and the answer is not given; the answer is there and not written down.
 */
export const WINDOWS = ["before", "in", "after", "unacknowledged"] as const;
export type Window = (typeof WINDOWS)[number];

/** Longer than any turn that workers of one campaign hold: 16 of them, 10 a second. */
const TURNS_AHEAD_MS = 3_000;

/** A provider of mail that outlives those who call it, and the environment by which a stack finds it. */
export async function outsideProvider(callsPerSecond: number) {
  const [port, apiKey] = [await freePort(), `re_${randomBytes(16).toString("hex")}`];
  const secret = `whsec_${randomBytes(24).toString("base64")}`;
  return {
    env: {
      RESEND_BASE_URL: `http://127.0.0.1:${port}`,
      RESEND_API_KEY: apiKey,
      RESEND_WEBHOOK_SECRET: secret,
      RESEND_RATE_LIMIT: String(callsPerSecond),
    },
    start: (stack: VictimStack, hold: MailOptions["hold"]) =>
      startMail({
        databaseUrl: stack.database("stand_ins"),
        webhookUrl: `http://127.0.0.1:${stack.port}/api/webhooks/resend`,
        webhookSecret: secret,
        rateLimit: callsPerSecond,
        ...{ port, apiKey, hold },
      }),
  };
}

type At = "arrived" | "taken";
type Ask = { at: At; reached: (key: string) => void; go: Promise<"serve" | "drop"> };

/** Lets calls through to the provider, but for the one that somebody waits for. */
export class Gate {
  readonly #seen = new Set<string>();
  #ask: Ask | undefined;

  hold = async (at: At, key: string): Promise<"serve" | "drop"> => {
    const isAgain = this.#seen.has(key);
    this.#seen.add(key);
    // A batch that calls again may have been taken the first time.
    if (this.#ask?.at !== at || (at === "arrived" && isAgain)) return "serve";
    const { reached, go } = this.#ask;
    this.#ask = undefined;
    reached(key);
    return go;
  };

  /** Whether the provider ever saw a call of this key. */
  saw = (key: string): boolean => this.#seen.has(key);

  /** Stops the next call at a moment. @returns its key, and how to let it go */
  async stop(at: At): Promise<{ key: string; letGo: (how: "serve" | "drop") => void }> {
    let letGo: (how: "serve" | "drop") => void = () => {};
    const go = new Promise<"serve" | "drop">((resolve) => {
      letGo = resolve;
    });
    const key = await new Promise<string>((reached) => {
      this.#ask = { at, reached, go };
    });
    return { key, letGo };
  }

  /** Waits for no call any more. */
  forget(): void {
    this.#ask = undefined;
  }
}

/** A batch that is where it was wanted: kill now, then ask whether it still is, then let it go. */
export type Caught = { batch: string; holds: () => Promise<boolean>; letGo: () => Promise<void> };

/** Brings one batch of a campaign into a window, with nothing changed in the app: by its locks and at its provider. */
export class Trap {
  readonly #app: postgres.Sql;
  readonly #mail: postgres.Sql;

  constructor(
    readonly stack: VictimStack,
    readonly campaignId: string,
    readonly gate: Gate,
    /** Decides whether a provider whose caller died goes on with the call. */
    readonly random: () => number,
  ) {
    this.#app = postgres(stack.database("eios"), { max: 4, onnotice: () => {} });
    this.#mail = postgres(stack.database("stand_ins"), { max: 1, onnotice: () => {} });
  }

  /** @returns the caught batch; null when nothing was there to catch, at the end of a campaign */
  async catch(window: Window): Promise<Caught | null> {
    if (window === "before") return this.#beforeTheCall();
    const at = window === "after" ? "taken" : "arrived";
    const stopped = await Promise.race([this.gate.stop(at), this.#over()]);
    this.gate.forget();
    if (!stopped) return null;
    const { key: batch, letGo } = stopped;
    if (window === "unacknowledged") return this.#unwritten(batch, letGo);
    return {
      batch,
      holds: async () => (await this.#isOpen(batch)) && (await this.#isTaken(batch)) === (window === "after"),
      letGo: async () => letGo(this.random() < 0.5 ? "serve" : "drop"),
    };
  }

  close = () => Promise.all([this.#app.end({ timeout: 1 }), this.#mail.end({ timeout: 1 })]);

  /** Whoever sends must take its turn in `provider_pace`, and we hold that row. */
  async #beforeTheCall(): Promise<Caught | null> {
    const lock = await this.#lock(
      (sql) => sql`select 1 from provider_pace where provider = 'resend' for update`,
    );
    const claimed = async () => {
      const rows = await this.#app<{ id: string }[]>`
        select id from message_batches where campaign_id = ${this.campaignId} and status = 'sending' and claimed_until > now()`;
      return rows.find(({ id }) => !this.gate.saw(id))?.id;
    };
    // Whoever had its turn before we held the row sleeps until then, and calls: what stays unseen meanwhile has none.
    const caught = async () => {
      const batch = (await lock.waiting()) && (await claimed());
      if (!batch) return null;
      await sleep(TURNS_AHEAD_MS);
      return this.gate.saw(batch) ? null : batch;
    };
    const batch = await until("a claimed batch", async () => (await caught()) || (await this.#isOver()), 300);
    if (batch === true) {
      await lock.release();
      return null;
    }
    return {
      batch,
      holds: async () => (await this.#isOpen(batch)) && !this.gate.saw(batch),
      letGo: lock.release,
    };
  }

  /** The answer is there, and whoever would write it down waits for the row of the batch. */
  async #unwritten(batch: string, letGo: (how: "serve") => void): Promise<Caught> {
    const lock = await this.#lock((sql) => sql`select 1 from message_batches where id = ${batch} for update`);
    letGo("serve");
    await until("the answer to be written down", lock.waiting, 60);
    return {
      batch,
      holds: async () => (await this.#isTaken(batch)) && (await this.#isOpen(batch)),
      letGo: lock.release,
    };
  }

  /** Locks rows until they are released, and tells whether somebody waits for them. */
  async #lock(select: (sql: postgres.Sql) => PromiseLike<unknown>) {
    const holder = postgres(this.stack.database("eios"), { max: 1, onnotice: () => {} });
    const [row] = await holder`select pg_backend_pid() as pid`;
    await holder`begin`;
    await select(holder);
    const waiting = async () => {
      const rows = await this.#app`
        select 1 from pg_stat_activity where wait_event_type = 'Lock' and ${row!.pid} = any (pg_blocking_pids(pid))`;
      return rows.length > 0;
    };
    return {
      waiting,
      release: async () => {
        // The dead still stand in line: their statements run, and are undone with their transactions.
        await holder`rollback`;
        await holder.end({ timeout: 1 });
        const settled = async () => {
          const rows = await this.#app`
            select 1 from pg_stat_activity where application_name = 'eios' and state = 'active' and pid <> pg_backend_pid()`;
          return rows.length === 0;
        };
        await until("the dead to let go", settled, 5).catch(() => {});
      },
    };
  }

  async #isOpen(batch: string): Promise<boolean> {
    const rows = await this.#app`select 1 from message_batches where id = ${batch} and status = 'sending'`;
    return rows.length > 0;
  }

  async #isTaken(batch: string): Promise<boolean> {
    const rows = await this.#mail`select 1 from mail.idempotency where key = ${batch}`;
    return rows.length > 0;
  }

  async #isOver(): Promise<boolean> {
    const [row] = await this.#app`select status from messaging_campaigns where id = ${this.campaignId}`;
    return row!.status === "sent";
  }

  async #over(): Promise<null> {
    await until("the end of the campaign", () => this.#isOver(), 600);
    return null;
  }
}
