import { startJobs } from "../server";

await startJobs(JSON.parse(process.argv[2] ?? "{}"));
process.send?.("ready");
