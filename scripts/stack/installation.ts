import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { composeEnvironment, hostedServices, type PartPorts, readEnvironment } from "./environment";
import { loadSecrets } from "./secrets";

/** An installation as a command beside it sees it. */
export type Installation = {
  /** Its whole environment: what is set, and for the rest what `npm run up` runs in the data folder. */
  env: NodeJS.ProcessEnv;
  /** Where it keeps blobs, when that is on this machine. */
  blobFolder: string | undefined;
};

/**
 * Finds the installation that a command is meant for: the hosted services that are set, in the environment or in
 * .env, and the parts of `npm run up` in `dataDir` for the rest. Starts nothing and writes nothing.
 */
export function installation(root: string, dataDir: string): Installation {
  const own = readEnvironment(root);
  const hosted = hostedServices(own);
  const blobFolder = hosted.blob ? undefined : join(dataDir, "blob");
  const read = <T>(name: string) => JSON.parse(readFileSync(join(dataDir, name), "utf8")) as T;
  if (!existsSync(join(dataDir, "ports.json")))
    return { env: own as NodeJS.ProcessEnv, blobFolder: undefined };
  const ports = read<PartPorts>("ports.json");
  const secrets = loadSecrets(dataDir);
  const running = existsSync(join(dataDir, "lock.json"))
    ? read<{ address?: string }>("lock.json").address
    : undefined;
  const address = (role: string, password: string) =>
    `postgres://${role}:${password}@127.0.0.1:${ports.postgres}/eios`;
  const env = composeEnvironment({
    ...{ own, hosted, ports, secrets, dev: false },
    port: Number(new URL(running ?? "http://localhost:3000").port || 3000),
    databaseUrls: hosted.database
      ? undefined
      : {
          app: address("eios_app", secrets.POSTGRES_APP_PASSWORD),
          owner: address("eios_owner", secrets.POSTGRES_OWNER_PASSWORD),
        },
  });
  return { env: env as NodeJS.ProcessEnv, blobFolder };
}
