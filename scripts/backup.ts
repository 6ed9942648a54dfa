import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { backup } from "./backup/dump";
import { restore } from "./backup/load";
import { installation } from "./stack/installation";

const HELP = `
  npm run backup  -- --to FILE.tar|FOLDER [--data-dir .eios]
  npm run restore -- --from FILE.tar|FOLDER [--data-dir .eios] [--over]

  The database is DATABASE_OWNER_URL, or the one that npm run up runs in the data folder.
  --over puts a backup in the place of the data that is there; without it only an empty database is filled.
`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      ...{ to: { type: "string" }, from: { type: "string" }, over: { type: "boolean" } },
      ...{ "data-dir": { type: "string", default: ".eios" }, help: { type: "boolean" } },
    },
  });
  const [verb] = positionals;
  const place = verb === "backup" ? values.to : verb === "restore" ? values.from : undefined;
  if (values.help || !place) return void console.log(HELP);
  const { env, blobFolder } = installation(resolve(import.meta.dirname, ".."), resolve(values["data-dir"]));
  const ownerUrl = env.DATABASE_OWNER_URL;
  if (!ownerUrl) {
    throw new Error(
      "DATABASE_OWNER_URL is not set. Example: postgres://eios_owner:secret@db.example.com:5432/eios",
    );
  }
  const began = performance.now();
  const { tables, blobs, takenAt } =
    verb === "backup"
      ? await backup(ownerUrl, resolve(place), { blobFolder })
      : await restore(ownerUrl, resolve(place), {
          ...{ over: values.over, blobFolder, appPassword: env.DATABASE_APP_PASSWORD },
        });
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const files = blobs ? `${blobs.length} files` : "no files (the blobs are not on this machine)";
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  console.log(
    `${tables.length} tables, ${rows} rows, ${files}, as of ${takenAt}, compared by hash, in ${seconds} s.`,
  );
}

main().catch((error: Error & { code?: string }) => {
  const away = error.code === "ECONNREFUSED" ? " The database does not answer: is npm run up running?" : "";
  console.error(`${error.message}${away}`);
  process.exit(1);
});
