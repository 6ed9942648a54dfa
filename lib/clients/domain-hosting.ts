import { z } from "zod";
import { env } from "./env";
import { log } from "./log";

/** What the platform says of a domain: served with a certificate, on its way, or not to be had. */
export type Hosted =
  | { state: "ready" }
  | { state: "waiting"; records: { type: string; name: string; value: string }[] }
  | { state: "taken" | "refused" };

/** Where custom domains are made known, so that requests for them reach this app, with a certificate. */
export type DomainHosting = {
  /** Makes the domain known, as often as you like, and says how far it is. */
  add(domain: string): Promise<Hosted>;
  /** Forgets the domain; one that is not known is forgotten already. */
  remove(domain: string): Promise<void>;
};

const TIMEOUT = 8_000;
const added = z.object({
  verified: z.boolean(),
  verification: z
    .array(z.object({ type: z.string(), domain: z.string(), value: z.string() }))
    .optional()
    .default([]),
});
const configured = z.object({ misconfigured: z.boolean() });

/** The platform that VERCEL_API_TOKEN and VERCEL_PROJECT_ID name; null on one machine, which serves every host. */
export function domainHosting(): DomainHosting | null {
  const { VERCEL_API_TOKEN: token, VERCEL_PROJECT_ID: project } = env();
  return token && project ? vercel(token, project) : null;
}

/** Vercel's REST API for project domains (v10 add, v9 verify and remove, v6 configuration). */
function vercel(token: string, project: string): DomainHosting {
  const { VERCEL_API_URL: base, VERCEL_TEAM_ID: team } = env();
  const call = async (method: string, path: string, body?: unknown) => {
    const address = new URL(path, base);
    if (team) address.searchParams.set("teamId", team);
    const response = await fetch(address, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT),
    });
    const text = await response.text();
    const json: unknown = text ? JSON.parse(text) : {};
    if (response.status >= 500 || response.status === 429 || response.status === 401) {
      throw new Error(`Vercel answered ${response.status} to ${method} ${path}`);
    }
    return { status: response.status, json };
  };
  const own = `/projects/${encodeURIComponent(project)}/domains`;
  return {
    async add(domain) {
      const known = await call("GET", `/v9${own}/${encodeURIComponent(domain)}`);
      const first = known.status === 404 ? await call("POST", `/v10${own}`, { name: domain }) : known;
      if (first.status === 409) return { state: "taken" };
      if (first.status >= 400) {
        log.warn({ status: first.status }, "the platform refused a custom domain");
        return { state: "refused" };
      }
      let { verified, verification } = added.parse(first.json);
      if (!verified) {
        const again = await call("POST", `/v9${own}/${encodeURIComponent(domain)}/verify`);
        if (again.status < 400) ({ verified, verification } = added.parse(again.json));
      }
      const records = verification.map(({ type, domain: name, value }) => ({ type, name, value }));
      if (!verified) return { state: "waiting", records };
      const config = await call("GET", `/v6/domains/${encodeURIComponent(domain)}/config`);
      const isRight = config.status < 400 && !configured.parse(config.json).misconfigured;
      return isRight ? { state: "ready" } : { state: "waiting", records: [] };
    },
    async remove(domain) {
      await call("DELETE", `/v9${own}/${encodeURIComponent(domain)}`);
    },
  };
}
