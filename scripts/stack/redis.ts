import { timingSafeEqual } from "node:crypto";
import { bearer, type Listening, listen, readBody, sendJson } from "./http";
import { RedisError, type Reply } from "./redis/command";
import { execute } from "./redis/commands";
import { Store } from "./redis/store";

const BODY_LIMIT = 10 * 1024 * 1024;

type Answer = { result: Reply } | { error: string };

/**
 * Stands in for Upstash Redis: its REST protocol (`POST /`, `/pipeline`, `/multi-exec`, bearer token, base64
 * answers on request; https://upstash.com/docs/redis/features/restapi) over a store in this process. What is in
 * it are counters and caches: it begins empty, as a Redis without persistence does.
 */
export async function startRedis(options: {
  port: number;
  token: string;
  now?: () => number;
}): Promise<Listening> {
  const store = new Store(options.now);
  const sweep = setInterval(() => store.sweep(), 1_000);
  sweep.unref();
  const listening = await listen("redis", options.port, async (req, res, url) => {
    if (!sameToken(bearer(req), options.token)) {
      return sendJson(res, 401, { error: "WRONGPASS invalid or missing auth token" });
    }
    if (req.method !== "POST") return sendJson(res, 405, { error: "ERR only POST is spoken here" });
    const encode = req.headers["upstash-encoding"] === "base64" ? encoded : (answer: Answer) => answer;
    const body = parse(await readBody(req, BODY_LIMIT));
    switch (url.pathname) {
      case "/": {
        const answer = isCommand(body) ? attempt(store, body) : malformed("a command, an array of words");
        return sendJson(res, "error" in answer ? 400 : 200, encode(answer));
      }
      // A process runs one command after another, so that a transaction is a pipeline nobody can interrupt.
      case "/pipeline":
      case "/multi-exec": {
        if (!Array.isArray(body) || !body.every(isCommand)) {
          return sendJson(res, 400, malformed("a list of commands"));
        }
        return sendJson(
          res,
          200,
          body.map((words) => encode(attempt(store, words))),
        );
      }
      default:
        return sendJson(res, 404, { error: `ERR no such endpoint ${url.pathname}` });
    }
  });
  return {
    ...listening,
    close: () => {
      clearInterval(sweep);
      return listening.close();
    },
  };
}

type Word = string | number | boolean | null;

const isCommand = (body: unknown): body is Word[] =>
  Array.isArray(body) && body.length > 0 && body.every((word) => typeof word !== "object" || word === null);

const malformed = (wanted: string): Answer => ({ error: `ERR failed to parse request: expected ${wanted}` });

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

function attempt(store: Store, words: Word[]): Answer {
  try {
    return { result: execute(store, words.map(String)) };
  } catch (error) {
    if (!(error instanceof RedisError)) throw error;
    return { error: error.message };
  }
}

/** Strings as base64, but for the status `OK`, which the SDK knows bare where it is no part of a list. */
function encoded(answer: Answer): Answer {
  return "error" in answer || answer.result === "OK" ? answer : { result: base64(answer.result) };
}

function base64(reply: Reply): Reply {
  if (Array.isArray(reply)) return reply.map(base64);
  return typeof reply === "string" ? Buffer.from(reply).toString("base64") : reply;
}

function sameToken(given: string | undefined, wanted: string): boolean {
  const [a, b] = [Buffer.from(given ?? ""), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
