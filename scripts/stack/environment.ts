import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { freePort, isFree } from "./ports";
import type { Secrets } from "./secrets";

type Variables = Record<string, string | undefined>;

/** The variable that hands the stand-ins their configuration: it holds secrets, so it is no argument. */
export const STAND_INS_VARIABLE = "EIOS_STAND_INS";

/** Parts that listen besides the app; each keeps its port over restarts. */
export const PART_PORTS = ["postgres", "partykit", "mail", "jobs", "redis", "blob"] as const;
export type PartPorts = Record<(typeof PART_PORTS)[number], number>;

/** Which services are somebody else's, because their variables are set. */
export type Hosted = Record<"database" | "mail" | "text" | "jobs" | "redis" | "blob" | "realtime", boolean>;

/** The environment with what .env.local and .env add to it, as Next reads them: what is set already wins. */
export function readEnvironment(root: string, own: Variables = process.env): Variables {
  const files = [".env", ".env.local"].map((name) => join(root, name)).filter((file) => existsSync(file));
  const isSet = ([, value]: [string, string | undefined]) => value !== "";
  return Object.assign(
    {},
    ...files.map((file) => parseEnv(readFileSync(file, "utf8"))),
    Object.fromEntries(Object.entries(own).filter(isSet)),
  );
}

/** What is not run here. */
export function hostedServices(own: Variables): Hosted {
  const mail = Boolean(own.RESEND_API_KEY) || (own.MAIL_DRIVER ?? "resend") !== "resend";
  return {
    ...{ database: Boolean(own.DATABASE_URL), mail },
    // SMS and WhatsApp are read in the inbox of the mail, so without it there is no stand-in for them.
    text: mail || Boolean(own.TWILIO_ACCOUNT_SID || own.TWILIO_AUTH_TOKEN),
    jobs: Boolean(own.INNGEST_EVENT_KEY || own.INNGEST_BASE_URL),
    redis: Boolean(own.UPSTASH_REDIS_REST_URL),
    blob: Boolean(own.BLOB_READ_WRITE_TOKEN),
    realtime: Boolean(own.PARTYKIT_HOST),
  };
}

/** The parts' ports in `dataDir`: those of the last time where they are free, others where not. */
export async function choosePorts(dataDir: string): Promise<PartPorts> {
  const file = join(dataDir, "ports.json");
  const kept: Partial<PartPorts> = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  const ports: Partial<PartPorts> = {};
  for (const name of PART_PORTS) {
    const old = kept[name];
    let port = old !== undefined && (await isFree(old)) ? old : await freePort();
    while (Object.values(ports).includes(port)) port = await freePort();
    ports[name] = port;
  }
  writeFileSync(`${file}.new`, JSON.stringify(ports));
  renameSync(`${file}.new`, file);
  return ports as PartPorts;
}

/** The account of the stand-in for Twilio. */
export const LOCAL_TWILIO = `AC${"0".repeat(32)}`;

/** Where everything is. */
export type Addresses = {
  app: string;
  root: string;
  mail: string;
  realtime: string;
  database: string;
  ownerDatabase: string | undefined;
};

/**
 * The app's whole environment, under the names of .env.example: what the user set, and for the rest the parts of
 * this machine.
 */
export function composeEnvironment(given: {
  own: Variables;
  hosted: Hosted;
  port: number;
  ports: PartPorts;
  secrets: Secrets;
  databaseUrls: { app: string; owner: string } | undefined;
  dev: boolean;
}): Variables {
  const { own, hosted, port, ports, secrets, databaseUrls, dev } = given;
  const local = (name: keyof PartPorts) => `http://127.0.0.1:${ports[name]}`;
  const { POSTGRES_OWNER_PASSWORD: _owner, POSTGRES_APP_PASSWORD: _app, ...keys } = secrets;
  const { AUTH_SECRET, ENCRYPTION_KEYS, TICKET_SIGNING_KEYS, PARTYKIT_SECRET } = keys;
  return {
    APP_URL: `http://app.localhost:${port}`,
    SITES_DOMAIN: `localhost:${port}`,
    EXAMPLE_SITE: "ada-luca",
    MAIL_FROM: "EIOS <invitations@eios.localhost>",
    RESEND_WEBHOOK_SECRET: keys.RESEND_WEBHOOK_SECRET,
    ...{ AUTH_SECRET, ENCRYPTION_KEYS, TICKET_SIGNING_KEYS, PARTYKIT_SECRET },
    ...(!hosted.mail && {
      RESEND_API_KEY: keys.RESEND_API_KEY,
      RESEND_BASE_URL: local("mail"),
      RESEND_RATE_LIMIT: "1000",
    }),
    ...(!hosted.text && {
      TWILIO_ACCOUNT_SID: LOCAL_TWILIO,
      TWILIO_AUTH_TOKEN: keys.TWILIO_AUTH_TOKEN,
      TWILIO_BASE_URL: local("mail"),
      TWILIO_SMS_FROM: "+15550001111",
      TWILIO_WHATSAPP_FROM: "+15550002222",
      TWILIO_SMS_RATE_LIMIT: "80",
    }),
    ...(!hosted.redis && {
      UPSTASH_REDIS_REST_URL: local("redis"),
      UPSTASH_REDIS_REST_TOKEN: keys.UPSTASH_REDIS_REST_TOKEN,
    }),
    ...(!hosted.jobs && {
      INNGEST_EVENT_KEY: keys.INNGEST_EVENT_KEY,
      INNGEST_SIGNING_KEY: keys.INNGEST_SIGNING_KEY,
      INNGEST_BASE_URL: local("jobs"),
    }),
    ...(!hosted.blob && {
      BLOB_READ_WRITE_TOKEN: keys.BLOB_READ_WRITE_TOKEN,
      VERCEL_BLOB_API_URL: `${local("blob")}/api`,
    }),
    ...(!hosted.realtime && { PARTYKIT_HOST: local("partykit") }),
    ...(databaseUrls && { DATABASE_URL: databaseUrls.app, DATABASE_OWNER_URL: databaseUrls.owner }),
    ...own,
    PORT: String(port),
    NODE_ENV: dev ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
  };
}
