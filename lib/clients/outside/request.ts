import * as http from "node:http";
import * as https from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { lookUp } from "../dns";
import { type AddressProblem, addressProblem, isAllowed, isPublicAddress } from "./address";

/** What came of a call to somebody else's server: an answer, or the reason why there is none. */
export type Outcome =
  | { status: number; body: string; retryAfter: string | null; milliseconds: number }
  | { failure: Failure; milliseconds: number };
export type Failure = AddressProblem | "timeout" | "unresolvable" | "connection" | "tls";

const TIMEOUT = 15_000;
const KEPT_BYTES = 4_096;

class Refused extends Error {
  constructor(readonly failure: Failure) {
    super(failure);
  }
}

/**
 * Posts a body to an address that a stranger chose. The name is looked up once and every address it has must be public;
 * the connection goes to what was looked up, so that nothing can change in between (DNS rebinding). Redirects are answers
 * like others, no connection is kept, and after 15 seconds or 4 KB nobody listens any more.
 */
export function postOutside(
  address: string,
  headers: Record<string, string>,
  body: string,
  timeout = TIMEOUT,
): Promise<Outcome> {
  const start = performance.now();
  const spent = () => Math.round(performance.now() - start);
  const problem = addressProblem(address);
  if (problem) return Promise.resolve({ failure: problem, milliseconds: 0 });
  const url = new URL(address);
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  const trusted = isAllowed(url.hostname, port);
  return new Promise((resolve) => {
    const fail = (error: unknown) => resolve({ failure: failureOf(error), milliseconds: spent() });
    const request = (url.protocol === "https:" ? https : http).request(url, {
      method: "POST",
      headers: { ...headers, "content-length": String(Buffer.byteLength(body)) },
      agent: false,
      lookup: trusted ? undefined : publicOnly,
    });
    const clock = setTimeout(() => request.destroy(new Refused("timeout")), timeout);
    request.once("error", (error) => {
      clearTimeout(clock);
      fail(error);
    });
    request.once("response", (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const done = () => {
        clearTimeout(clock);
        const text = Buffer.concat(chunks).subarray(0, KEPT_BYTES).toString("utf8");
        resolve({
          status: response.statusCode ?? 0,
          body: text.replaceAll("\0", ""),
          retryAfter: response.headers["retry-after"] ?? null,
          milliseconds: spent(),
        });
        request.destroy();
      };
      response.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size >= KEPT_BYTES) done();
      });
      response.once("end", done);
      response.once("error", (error) => {
        clearTimeout(clock);
        fail(error);
      });
    });
    request.end(body);
  });
}

/** Looks a name up and lets the connection have it only when all it leads to is public. */
const publicOnly: LookupFunction = (hostname, options, callback) => {
  resolvePublic(hostname).then(
    (addresses) => {
      if (options.all) callback(null, addresses);
      else callback(null, addresses[0]!.address, addresses[0]!.family);
    },
    (error: NodeJS.ErrnoException) => callback(error, []),
  );
};

async function resolvePublic(hostname: string) {
  const [four, six] = await Promise.all([lookUp("A", hostname), lookUp("AAAA", hostname)]);
  const addresses = [
    ...(four?.values ?? []).map((address) => ({ address, family: 4 })),
    ...(six?.values ?? []).map((address) => ({ address, family: 6 })),
  ];
  if (addresses.length === 0) throw new Refused("unresolvable");
  if (!addresses.every(({ address }) => isPublicAddress(address))) throw new Refused("private");
  return addresses;
}

/**
 * Whether an address leads to a private network as the DNS has it now. A name that leads nowhere yet, or a DNS that does
 * not answer within two seconds, says nothing: it is asked again at each call.
 */
export async function leadsInside(address: string): Promise<boolean> {
  const { hostname, port, protocol } = new URL(address);
  if (isAllowed(hostname, port || (protocol === "https:" ? "443" : "80"))) return false;
  if (isIP(hostname.replace(/^\[|\]$/g, ""))) return false;
  let clock: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    clock = setTimeout(() => resolve(false), 2_000);
  });
  const asked = resolvePublic(hostname).then(
    () => false,
    (error: unknown) => error instanceof Refused && error.failure === "private",
  );
  return Promise.race([asked, late]).finally(() => clearTimeout(clock));
}

function failureOf(error: unknown): Failure {
  if (error instanceof Refused) return error.failure;
  const { code = "" } = error as { code?: string };
  if (/^(ENOTFOUND|EAI_AGAIN)$/.test(code)) return "unresolvable";
  return /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY|EPROTO/.test(code) ? "tls" : "connection";
}
