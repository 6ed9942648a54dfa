import { Resolver } from "node:dns/promises";
import { env } from "./env";

type Kind = "TXT" | "CNAME" | "A" | "AAAA";

/** What the DNS holds under a name: values (none where the name or the record is not there), or no answer at all. */
export type Answer = { values: string[]; exists: boolean } | null;

const MOST_AT_ONCE = 64;
let asking = 0;

/**
 * Asks the DNS now, past every cache of ours: DNS_SERVERS where they are set, else the machine's own. Ends within
 * three seconds.
 *
 * @returns null where no server answered; `exists` false where the name itself is unknown (NXDOMAIN)
 */
export async function lookUp(kind: Kind, name: string): Promise<Answer> {
  // c-ares keeps trying for long against a silent server: many at once would keep everybody waiting.
  if (asking >= MOST_AT_ONCE) return null;
  asking++;
  const resolver = new Resolver({ timeout: 1_000, tries: 2 });
  const servers = env().DNS_SERVERS;
  if (servers) resolver.setServers(servers.split(","));
  const giveUp = setTimeout(() => resolver.cancel(), 3_000);
  try {
    return { values: await ask(resolver, kind, name), exists: true };
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === "ENODATA") return { values: [], exists: true };
    return code === "ENOTFOUND" ? { values: [], exists: false } : null;
  } finally {
    clearTimeout(giveUp);
    asking--;
  }
}

async function ask(resolver: Resolver, kind: Kind, name: string): Promise<string[]> {
  switch (kind) {
    case "TXT":
      return (await resolver.resolveTxt(name)).map((parts) => parts.join(""));
    case "CNAME":
      return resolver.resolveCname(name);
    case "A":
      return resolver.resolve4(name);
    case "AAAA":
      return resolver.resolve6(name);
  }
}
