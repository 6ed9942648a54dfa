import { request } from "node:http";

/** What an endpoint answered. */
export type Answer = {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  json: unknown;
};

export type Given = {
  token?: string;
  body?: unknown;
  form?: FormData;
  headers?: Record<string, string>;
};

/**
 * Speaks HTTP to a running stack by its port with the Host header set: Node does not resolve labels of localhost.
 *
 * @param host the app's host, or a guest site's
 */
export async function send(
  { port, host }: { port: number; host: string },
  method: string,
  path: string,
  { token, body, form, headers: extra }: Given = {},
): Promise<Answer> {
  const multipart = form && new Response(form);
  const payload = multipart
    ? Buffer.from(await multipart.arrayBuffer())
    : body === undefined
      ? undefined
      : Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  const headers: Record<string, string> = { host };
  if (token) headers.authorization = `Bearer ${token}`;
  if (payload) {
    headers["content-type"] = multipart?.headers.get("content-type") ?? "application/json";
    headers["content-length"] = String(payload.length);
  }
  Object.assign(headers, extra);
  return new Promise((resolve, reject) => {
    const call = request({ host: "127.0.0.1", port, method, path, headers }, async (incoming) => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      const text = Buffer.concat(chunks).toString();
      const isJson = incoming.headers["content-type"]?.includes("json") && text !== "";
      resolve({
        status: incoming.statusCode ?? 0,
        headers: incoming.headers,
        text,
        json: isJson ? JSON.parse(text) : null,
      });
    });
    call.on("error", reject);
    call.end(payload);
  });
}

/** Asks again until there is an answer, for half a minute. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | null | undefined | false>,
  seconds = 30,
): Promise<T> {
  const end = Date.now() + seconds * 1_000;
  while (Date.now() < end) {
    const answer = await ask();
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error(`Waited in vain for ${what}.`);
}

/** Signs a person in with the code of the mail that the local inbox shows, making the account where there is none. */
export async function signIn(
  at: { port: number; host: string },
  mail: string,
  person: { email: string; name: string },
): Promise<string> {
  const before = new Date().toISOString();
  await send(at, "POST", "/api/auth/register", { body: person });
  const code = await until("the sign-in mail", async () => {
    const inbox = await fetch(`${mail}/messages?to=${encodeURIComponent(person.email)}`);
    const { data } = (await inbox.json()) as { data: { text: string; createdAt: string }[] };
    const newest = data.find((message) => message.createdAt >= before);
    return newest && /\b\d{6}\b/.exec(newest.text)?.[0];
  });
  const answer = await send(at, "POST", "/api/auth/verify", { body: { email: person.email, code } });
  if (answer.status !== 200) throw new Error(`Signing in answered ${answer.status}: ${answer.text}`);
  return (answer.json as { token: string }).token;
}
