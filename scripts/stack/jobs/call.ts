import { Agent, type IncomingHttpHeaders, request } from "node:http";
import type { Json } from "./canonical";
import { sign, verify } from "./canonical";
import type { Job } from "./claim";
import { retryAfter } from "./durations";
import type { Op } from "./ops";

/** What a call to the app came to. */
export type Outcome =
  | { kind: "done"; output: Json }
  | { kind: "ops"; ops: Op[]; final: boolean; afterMs?: number; eager: boolean }
  | { kind: "error"; error: Json; final: boolean; afterMs?: number }
  /** The app did not begin the call (it is down, starting, or not the app we know): no attempt is counted. */
  | { kind: "away"; problem: string; afterMs?: number }
  /** The connection broke while the app was at it. */
  | { kind: "dropped"; problem: string };

/** A call may take as long as Inngest allows. */
const CALL_TIMEOUT_MS = 2 * 3_600_000;

type Answer = { status: number; headers: Record<string, string | undefined>; body: string };

/** Calls one app's functions over kept-alive connections, signed. */
export class Caller {
  private readonly agent: Agent;

  constructor(
    private readonly appUrl: string,
    private readonly signingKey: string,
    sockets: number,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: sockets, scheduling: "lifo" });
  }

  /** Runs one step, or finds what comes next; never throws. */
  async run(job: Job, body: string, signal: AbortSignal): Promise<Outcome> {
    const query = new URLSearchParams({ fnId: job.functionId, stepId: job.step || "step" });
    const headers = {
      "x-inngest-signature": sign(this.signingKey, body),
      "x-inngest-generation-id": String(job.generation),
      "x-inngest-job-id": job.id,
      "x-request-id": `${job.id}.${job.generation}`,
      "x-run-id": job.runId,
    };
    try {
      return this.read(await this.send("POST", `/api/inngest?${query}`, body, headers, signal));
    } catch (error) {
      const { code, message, began } = error as NodeJS.ErrnoException & { began?: boolean };
      const problem = `The app did not answer: ${code ?? message}.`;
      return began ? { kind: "dropped", problem } : { kind: "away", problem };
    }
  }

  /** Asks the app to register its functions (PUT, out of band); a sentence if that failed. */
  async sync(signal: AbortSignal): Promise<string | undefined> {
    const headers = { "x-inngest-signature": sign(this.signingKey, "") };
    try {
      const answer = await this.send("PUT", "/api/inngest", "", headers, signal);
      if (answer.status < 300) return undefined;
      const { message } = (parse(answer.body) ?? {}) as { message?: string };
      return `The app answered ${answer.status} when asked to register: ${message ?? answer.body.slice(0, 300)}`;
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      return `The app could not be asked to register: ${code ?? message}.`;
    }
  }

  close(): void {
    this.agent.destroy();
  }

  private send(
    method: string,
    path: string,
    body: string,
    headers: Record<string, string>,
    signal: AbortSignal,
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const payload = Buffer.from(body);
      const req = request(new URL(path, this.appUrl), {
        method,
        agent: this.agent,
        signal: AbortSignal.any([signal, AbortSignal.timeout(CALL_TIMEOUT_MS)]),
        headers: { ...headers, "content-type": "application/json", "content-length": payload.length },
      });
      let began = false;
      const fail = (error: Error) => reject(Object.assign(error, { began }));
      req.once("socket", (socket) => {
        if (socket.connecting) socket.once("connect", () => (began = true));
        else began = true;
      });
      req.once("error", fail);
      req.once("response", (res) => {
        const chunks: Buffer[] = [];
        res.on("data", (chunk: Buffer) => chunks.push(chunk));
        res.once("error", fail);
        res.once("end", () =>
          resolve({
            status: res.statusCode ?? 0,
            headers: single(res.headers),
            body: Buffer.concat(chunks).toString(),
          }),
        );
      });
      req.end(payload);
    });
  }

  private read(answer: Answer): Outcome {
    const { headers, body, status } = answer;
    if (headers["x-inngest-sdk-handled"] !== "true") {
      const afterMs = retryAfter(headers["retry-after"]);
      return {
        kind: "away",
        problem: `${status} from the app, but not from its functions: ${body.slice(0, 200)}`,
        afterMs,
      };
    }
    if (status === 201) return this.readStream(answer);
    const signature = headers["x-inngest-signature"];
    if (signature && !verify(this.signingKey, body, signature)) {
      return { kind: "away", problem: "The answer's signature is wrong: is another app at this address?" };
    }
    if (status === 401)
      return { kind: "away", problem: "The app refuses our signature: its signing key is another." };
    const value = parse(body);
    const final = headers["x-inngest-no-retry"] === "true";
    const afterMs = retryAfter(headers["retry-after"]);
    if (status === 200) return { kind: "done", output: value ?? null };
    if (status === 206) {
      const ops = (Array.isArray(value) ? value : [value]) as unknown as Op[];
      return { kind: "ops", ops, final, afterMs, eager: headers["x-inngest-req-version"] === "1" };
    }
    return {
      kind: "error",
      error: value ?? { name: "Error", message: `The app answered ${status}.` },
      final,
      afterMs,
    };
  }

  /** A streamed answer: blanks that keep the connection open, then status, headers and body in one JSON object. */
  private readStream({ body, headers }: Answer): Outcome {
    const inner = parse(body.trim()) as unknown as
      | { status: number; headers: IncomingHttpHeaders; body: string }
      | undefined;
    if (!inner) return { kind: "dropped", problem: "The streamed answer ended before its time." };
    const own = Object.fromEntries(Object.entries(inner.headers ?? {}).map(([k, v]) => [k.toLowerCase(), v]));
    return this.read({ status: inner.status, body: inner.body, headers: { ...headers, ...single(own) } });
  }
}

function single(headers: IncomingHttpHeaders): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(headers).map(([key, value]) => [key, [value].flat()[0]]));
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
