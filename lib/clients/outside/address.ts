import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { appHost, env } from "../env";

/** Why an address is not one that we call: each with its sentence for a person. */
export const addressWords = {
  unreadable: "is not a web address such as https://example.com/hooks",
  scheme: "has to begin with https://",
  credentials: "must not hold a name or a password",
  port: "uses a port that is not allowed; take 443, or one from 1024 up",
  private: "leads to a private network",
  ours: "leads back to this installation",
} as const;
export type AddressProblem = keyof typeof addressWords;

// RFC 6761, 6762, 7686, 8375, 9476 and what clouds and routers call their insides.
const INSIDE =
  /(^|\.)(localhost|localdomain|local|internal|intranet|corp|home|lan|arpa|onion|alt|test|example|invalid)$/;

const plainHost = (hostname: string) => hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");

/** Whether WEBHOOK_ALLOWED_HOSTS names this host, or this host with this port. */
export function isAllowed(hostname: string, port: string): boolean {
  const listed = env().WEBHOOK_ALLOWED_HOSTS.toLowerCase().split(",");
  return listed.includes(hostname.toLowerCase()) || listed.includes(`${hostname.toLowerCase()}:${port}`);
}

/**
 * Whether an IP address is one of the open Internet (OWASP, SSRF Prevention; RFC 6890): no loopback, private, link-local,
 * shared, documentation, multicast or reserved range, nor one of IPv6 that carries an IPv4 address inside.
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false;
  const ip = ipaddr.parse(address.split("%")[0]!);
  if (ip.range() !== "unicast") return false;
  // Of IPv6 only 2000::/3 is given out (RFC 4291, 2.4).
  return ip.kind() === "ipv4" || ip.match(ipaddr.parse("2000::"), 3);
}

/**
 * Why a URL is not one that we would call, read as a browser reads it (WHATWG URL), so that `0x7f.1`, `2130706433`,
 * `①②⑦.0.0.1` and `[::ffff:7f00:1]` are the address they stand for. Where a name leads is asked when connecting.
 */
export function addressProblem(text: string): AddressProblem | null {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return "unreadable";
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") return "scheme";
  if (url.username || url.password) return "credentials";
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  if (isAllowed(url.hostname, port)) return null;
  if (url.protocol !== "https:") return "scheme";
  const host = plainHost(url.hostname);
  if (isIP(host)) {
    if (!isPublicAddress(host)) return "private";
  } else if (!host.includes(".") || INSIDE.test(host) || /[^a-z0-9.-]/.test(host) || host.includes("..")) {
    return "private";
  }
  if (port !== "443" && Number(port) < 1024) return "port";
  return isOurs(host) ? "ours" : null;
}

function isOurs(host: string): boolean {
  const bare = (name: string) => name.replace(/:\d+$/, "");
  const app = bare(appHost());
  const sites = bare(env().SITES_DOMAIN);
  return host === app || host === sites || host.endsWith(`.${sites}`);
}
