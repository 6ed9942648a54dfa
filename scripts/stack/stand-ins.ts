import { type BlobOptions, startBlob } from "./blob";
import { STAND_INS_VARIABLE } from "./environment";
import { type JobsOptions, startJobs } from "./jobs/server";
import { type MailOptions, startMail } from "./mail";
import { startRedis } from "./redis";

/** Which stand-ins to run, and how; one that is left out is replaced by the hosted service. */
export type StandInsConfig = {
  mail?: MailOptions;
  jobs?: JobsOptions;
  redis?: { port: number; token: string };
  blob?: BlobOptions;
};

/** Runs the stand-ins in this process until it is told to end; a failure of one ends all, with its reason. */
async function main(config: StandInsConfig): Promise<void> {
  const running = await Promise.all([
    config.mail && startMail(config.mail),
    config.jobs && startJobs(config.jobs),
    config.redis && startRedis(config.redis),
    config.blob && startBlob(config.blob),
  ]);
  console.error(`Stand-ins are up: ${Object.keys(config).join(", ")}.`);
  const end = async () => {
    await Promise.all(running.map((part) => part?.close()));
    process.exit(0);
  };
  process.once("SIGTERM", end);
  process.once("SIGINT", end);
}

const config = process.env[STAND_INS_VARIABLE];
if (config) {
  main(JSON.parse(config)).catch((error) => {
    console.error("The stand-ins cannot run:", error);
    process.exit(1);
  });
}
