import type { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";

/** Who is asking, as far as can be known. */
export type TrustedProxies = { includes: (address: string) => boolean };

/**
 * Reads TRUSTED_PROXIES: addresses and networks (`10.0.0.0/8`), separated by commas.
 *
 * @throws Error naming the first that is neither
 */
export function trustedProxies(list: string): TrustedProxies {
  const block = new BlockList();
  for (const item of list
    .split(",")
    .map((word) => word.trim())
    .filter(Boolean)) {
    const [address = "", bits] = item.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    const limit = family === "ipv6" ? 128 : 32;
    if (!isIP(address) || (bits !== undefined && !(Number(bits) >= 0 && Number(bits) <= limit))) {
      throw new Error(
        `TRUSTED_PROXIES is wrong: "${item}" is no address and no network. Example: 127.0.0.1,10.0.0.0/8`,
      );
    }
    if (bits === undefined) block.addAddress(address, family);
    else block.addSubnet(address, Number(bits), family);
  }
  return { includes: (address) => block.check(address, isIP(address) === 6 ? "ipv6" : "ipv4") };
}

/** Headers that only a proxy in front of us, or Next itself, may set. */
const CLAIMS = /^(x-forwarded-|x-middleware-|x-nextjs-|x-vercel-)|^(forwarded|x-real-ip)$/;

/**
 * Makes the request's headers honest: what a client claims about itself is dropped, and `x-forwarded-for` holds
 * the one address the request came from. Behind trusted proxies that is the last hop they did not make
 * themselves, and their `x-forwarded-proto` and `-host` stand.
 */
export function setForwarded(req: IncomingMessage, trusted: TrustedProxies): void {
  const { headers } = req;
  const peer = plain(req.socket.remoteAddress ?? "");
  const isTrusted = trusted.includes(peer);
  const chain = isTrusted ? String(headers["x-forwarded-for"] ?? "").split(",") : [];
  const { "x-forwarded-proto": proto, "x-forwarded-host": host } = headers;
  for (const name in headers) if (CLAIMS.test(name)) delete headers[name];
  if (isTrusted && proto !== undefined) headers["x-forwarded-proto"] = proto;
  if (isTrusted && host !== undefined) headers["x-forwarded-host"] = host;
  headers["x-forwarded-for"] = client(
    peer,
    chain.map((hop) => plain(hop.trim())),
    trusted,
  );
}

function client(peer: string, chain: string[], trusted: TrustedProxies): string {
  let at = peer;
  for (let hop = chain.pop(); hop !== undefined && isIP(hop) && trusted.includes(at); hop = chain.pop())
    at = hop;
  return at;
}

/** An IPv4 address as such, though it came over a socket of both families. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, "");
