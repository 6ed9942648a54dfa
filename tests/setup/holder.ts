import { Lock } from "@/scripts/stack/lock";
import { accepts } from "@/scripts/stack/ports";
import { Supervisor } from "@/scripts/stack/supervisor";

// A stack of one part as a process of its own, to be killed.
const [dataDir, port, script] = process.argv.slice(2) as [string, string, string];
const lock = await Lock.take(dataDir, "http://app.localhost:3000");
await new Supervisor(dataDir, lock, () => {}).start({
  ...{ name: "server", command: process.execPath, args: ["-e", script], cwd: dataDir },
  ...{ env: { ...process.env, PORT: port }, signal: "SIGTERM", graceMs: 5_000 },
  probe: () => accepts(Number(port)),
});
process.stdout.write("up\n");
