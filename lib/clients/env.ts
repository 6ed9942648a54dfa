import { z } from "zod";
import { lackingIn, messagingVariables } from "./variables/messaging";
import { base64Bytes, url, variable } from "./variables/variable";

const variables = {
  APP_URL: variable(url, "https://app.example.com", "the organizers' app"),
  SITES_DOMAIN: variable(
    z.string().regex(/^[a-z0-9.-]+(:\d+)?$/, "is not a host name"),
    "example.site",
    "the domain whose labels are guests' sites; another registrable domain than the app's",
  ),
  APP_NAME: variable(z.string().min(1).default("EIOS"), "EIOS", "the name in mails and pages"),
  EXAMPLE_SITE: variable(
    z
      .string()
      .regex(/^[a-z0-9-]{3,63}$/, "is not a site's label")
      .optional(),
    "example",
    "label of the published site whose first personal link the landing page offers to anybody; invent its guests",
  ),
  DATABASE_URL: variable(
    z.url({ protocol: /^postgres(ql)?$/ }),
    "postgres://eios_app:secret@db.example.com:5432/eios",
    "the app's role: owns nothing, bypasses nothing; PostgreSQL 15 or newer",
  ),
  DATABASE_OWNER_URL: variable(
    z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    "postgres://eios_owner:secret@db.example.com:5432/eios",
    "the owner's role, for migrations and backups",
  ),
  DATABASE_APP_PASSWORD: variable(
    z.string().min(1).optional(),
    "secret",
    "npm run migrate gives it to the login role eios_app; the app itself does not read it",
  ),
  DATABASE_POOL: variable(
    z.coerce.number().int().min(1).max(200).default(12),
    "12",
    "connections a process may hold",
  ),
  DATABASE_PREPARE: variable(
    z.stringbool().default(true),
    "true",
    "false behind a pooler in transaction mode",
  ),
  AUTH_SECRET: variable(
    z
      .string()
      .refine((text) => text.split(",").every((part) => part.length >= 32), "is shorter than 32 characters"),
    "run: openssl rand -base64 32",
    "signs what leaves the server; several separated by commas to rotate, newest first",
  ),
  ENCRYPTION_KEYS: variable(
    z
      .string()
      .refine(
        (text) =>
          text
            .split(",")
            .every((part) => /^[\w-]+:/.test(part) && base64Bytes(32)(part.slice(part.indexOf(":") + 1))),
        "is not a list of id:base64 keys of 32 bytes",
      ),
    "k1:5rl0r7mMPBUYmOzDFmCGyu8ZHpVxNEwCkwYkMLrnWlI=",
    "for invite links shown again; id:base64 of 32 bytes, newest first",
  ),
  GOOGLE_CLIENT_ID: variable(
    z.string().min(1).optional(),
    "0123456789-example.apps.googleusercontent.com",
    "sign-in with Google; without it the sign-in page does not offer it",
  ),
  GOOGLE_CLIENT_SECRET: variable(z.string().min(1).optional(), "GOCSPX-example", "its secret"),
  GOOGLE_ISSUER: variable(
    url.default("https://accounts.google.com"),
    "https://accounts.google.com",
    "who proves it; another OpenID provider than Google in tests",
  ),
  UPSTASH_REDIS_REST_URL: variable(url, "https://eu1-example.upstash.io", "rate limits"),
  UPSTASH_REDIS_REST_TOKEN: variable(z.string().min(1), "AXXXexample", "its token"),
  RATE_LIMIT_SCALE: variable(z.coerce.number().positive().default(1), "1", "multiplies every rate limit"),
  TRUSTED_PROXIES: variable(
    z.string().default(""),
    "127.0.0.1,10.0.0.0/8",
    "addresses whose X-Forwarded-For counts; empty trusts the platform's own front",
  ),
  PARTYKIT_HOST: variable(url, "https://eios.example.partykit.dev", "live rooms"),
  PARTYKIT_PUBLIC_HOST: variable(
    url.optional(),
    "https://live.example.com",
    "where browsers find the live rooms, when that is not where the app finds them",
  ),
  PARTYKIT_SECRET: variable(
    z.string().min(32, "is shorter than 32 characters"),
    "run: openssl rand -base64 32",
    "signs room tokens and pokes",
  ),
  INNGEST_EVENT_KEY: variable(z.string().min(1), "evt_example", "sends events to the jobs server"),
  INNGEST_SIGNING_KEY: variable(
    z.string().regex(/^signkey-/, "does not begin with signkey-"),
    "signkey-prod-0123456789abcdef",
    "proves the jobs server's calls",
  ),
  INNGEST_BASE_URL: variable(url.optional(), "http://127.0.0.1:8288", "a jobs server of one's own"),
  ...messagingVariables,
  BLOB_READ_WRITE_TOKEN: variable(
    z
      .string()
      .regex(/^vercel_blob_rw_/, "does not begin with vercel_blob_rw_")
      .optional(),
    "vercel_blob_rw_example_0123456789",
    "keeps files; without it nothing can be uploaded",
  ),
  VERCEL_BLOB_API_URL: variable(
    url.optional(),
    "http://127.0.0.1:8030/api",
    "a file store that speaks Vercel Blob",
  ),
  STRIPE_SECRET_KEY: variable(
    z
      .string()
      .regex(/^(sk|rk)_/, "does not begin with sk_ or rk_")
      .optional(),
    "sk_live_example",
    "sells plans; without it every organization has the plan without limits",
  ),
  DNS_SERVERS: variable(
    z
      .string()
      .regex(
        /^(|(\[[0-9a-f:.]+\]|[\d.]+|[0-9a-f:]+)(:\d+)?(,(\[[0-9a-f:.]+\]|[\d.]+|[0-9a-f:]+)(:\d+)?)*)$/i,
        "is not a list of addresses",
      )
      .default(""),
    "1.1.1.1,8.8.8.8",
    "asked about custom domains; empty asks the machine's own",
  ),
  VERCEL_API_TOKEN: variable(z.string().min(1).optional(), "vercel_example", "adds custom domains on Vercel"),
  VERCEL_PROJECT_ID: variable(z.string().min(1).optional(), "prj_example", "the project they are added to"),
  VERCEL_TEAM_ID: variable(z.string().min(1).optional(), "team_example", "the team that owns the project"),
  VERCEL_API_URL: variable(url.default("https://api.vercel.com"), "https://api.vercel.com", "Vercel's API"),
  WEBHOOK_ALLOWED_HOSTS: variable(
    z
      .string()
      .regex(/^(|[^\s,/@]+(,[^\s,/@]+)*)$/, "is not a list of hosts")
      .default(""),
    "127.0.0.1:4999,receiver.internal",
    "private hosts, with or without a port, that outgoing webhooks may reach all the same",
  ),
  SENTRY_DSN: variable(
    url.optional(),
    "https://public@o1.ingest.sentry.io/2",
    "errors are told there, without mails, names and tokens",
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: variable(
    url.optional(),
    "http://127.0.0.1:4318",
    "traces and metrics go there by OTLP over HTTP",
  ),
  OTEL_EXPORTER_OTLP_HEADERS: variable(
    z.string().optional(),
    "dd-api-key=0123456789abcdef",
    "headers that the collector asks for, name=value, separated by commas",
  ),
  LOG_LEVEL: variable(
    z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
    "info",
    "how much is logged",
  ),
  NODE_ENV: variable(
    z.enum(["development", "production", "test"]).default("development"),
    "production",
    "set by the tools",
  ),
  PORT: variable(
    z.coerce.number().int().min(0).max(65535).default(3000),
    "3000",
    "of the app on one machine",
  ),
};

/** Variables of which one alone does nothing. */
const together = [
  ["GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET"],
  ["VERCEL_API_TOKEN", "VERCEL_PROJECT_ID"],
] as const;

/** Secrets whose example would pass the check. */
const secrets = new Set(["ENCRYPTION_KEYS", "INNGEST_SIGNING_KEY", "RESEND_WEBHOOK_SECRET"]);

type Env = { [K in keyof typeof variables]: z.output<(typeof variables)[K]["schema"]> };

/** The variables in the order of .env.example, with example and purpose. */
export const environmentVariables: Record<string, { example: string; about: string; schema: z.ZodType }> =
  variables;

/**
 * Checks a whole environment.
 *
 * @returns the parsed values, or one sentence for each variable that is wrong or missing, with an example
 */
export function parseEnvironment(source: Record<string, string | undefined>) {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, { schema, example }] of Object.entries(variables)) {
    // An empty line in a .env file means "not set".
    const given = source[name] === "" ? undefined : source[name];
    const result = schema.safeParse(given);
    if (result.success) values[name] = result.data;
    else {
      const why = given === undefined ? "is not set" : (result.error.issues[0]?.message ?? "is wrong");
      problems.push(`${name} ${/^(is|does) /.test(why) ? why : `is wrong: ${why}`}. Example: ${example}`);
    }
    if (source.NODE_ENV === "production" && given === example && secrets.has(name)) {
      problems.push(`${name} is the example that everybody knows. Make your own: openssl rand -base64 32`);
    }
  }
  for (const pair of together) {
    const [set, missing] = source[pair[0]] ? pair : [pair[1], pair[0]];
    if (source[set] && !source[missing]) {
      problems.push(`${missing} is not set, and ${set} is. Example: ${variables[missing].example}`);
    }
  }

  problems.push(...lackingIn(values as Env));
  return problems.length > 0
    ? { ok: false as const, problems }
    : { ok: true as const, values: values as Env };
}

let parsed: Env | undefined;

/**
 * The validated environment, read once.
 *
 * @throws Error naming every variable that is wrong or missing, each with an example
 */
export function env(): Env {
  if (!parsed) {
    const result = parseEnvironment(process.env);
    if (!result.ok) throw new Error(`The environment is not complete.\n${result.problems.join("\n")}`);
    parsed = result.values;
  }
  return parsed;
}

/** The organizers' app as an origin, `https://app.example.com`. */
export const appOrigin = () => env().APP_URL.replace(/\/$/, "");

/** The organizers' host, `app.example.com`, with its port where it has one. */
export const appHost = () => new URL(env().APP_URL).host;

/** The address of a published site's host, `https://anna-ben.example.site`, in the scheme of the app. */
export const siteOrigin = (site: { subdomain: string; customDomain?: string | null }) =>
  `${new URL(env().APP_URL).protocol}//${site.customDomain ?? `${site.subdomain}.${env().SITES_DOMAIN}`}`;
