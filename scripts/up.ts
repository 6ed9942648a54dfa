import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Stack } from "./stack/boot";
import { Display } from "./stack/display";
import { Refusal } from "./stack/refusal";

const HELP = `Brings up EIOS on this machine: the app, its database, live rooms, and stand-ins for hosted services.

  npm run up -- [options]       production mode; npm run dev is the same with hot reload

  --port N        where the app answers (3000)
  --data-dir D    where everything is kept (.eios)
  --demo off      begin empty, without the demo wedding
  --json          for programs: one line of JSON on standard output when everything is up
  --help          this

Ctrl-C ends everything; the next start finds it as it was. Setting a hosted service's variables (.env.example)
replaces its stand-in.
`;

/** What was asked for on the command line. @throws Refusal naming what is wrong */
function options() {
  let values: {
    json?: boolean;
    port?: string;
    "data-dir"?: string;
    demo?: string;
    dev?: boolean;
    help?: boolean;
  };
  try {
    ({ values } = parseArgs({
      options: {
        json: { type: "boolean" },
        port: { type: "string" },
        "data-dir": { type: "string" },
        demo: { type: "string" },
        dev: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    }));
  } catch (error) {
    throw new Refusal(`${(error as Error).message.split(". ")[0]}: see npm run up -- --help.`);
  }
  const port = Number(values.port ?? 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Refusal(
      `--port ${values.port} is no port: give a number from 1 to 65535, for example --port 3000.`,
    );
  }
  if (values.demo !== undefined && values.demo !== "off" && values.demo !== "on") {
    throw new Refusal(`--demo ${values.demo} is neither on nor off.`);
  }
  return {
    port,
    dataDir: resolve(values["data-dir"] ?? ".eios"),
    demo: values.demo !== "off",
    dev: values.dev ?? false,
    json: values.json ?? false,
    help: values.help ?? false,
  };
}

/** The addresses, for a person. */
function welcome(stack: Stack, display: Display): string {
  const { app, root, mail } = stack.addresses;
  const bold = (text: string) => display.style(text, "1");
  const how = stack.hasDemo
    ? `as ${bold("ada@example.com")}, who is planning the demo wedding, or with any address of yours`
    : "with any address of yours";
  return `
  ${bold("EIOS is up.")}

  The app      ${bold(app)}
  The inbox    ${bold(mail)}
  Landing      ${root}

  Sign in at the app ${how}:
  the code arrives in the inbox. Ctrl-C ends everything, and loses nothing.
`;
}

async function main(): Promise<void> {
  const { json, help, ...given } = options();
  if (help) return void process.stdout.write(HELP);
  process.env.NEXT_TELEMETRY_DISABLED = "1";
  const display = new Display(json ? process.stderr : process.stdout);
  const tell = (name: string, what: string) => display.print(`  ${display.style("!", "33")} ${name} ${what}`);

  let end: (() => Promise<void>) | undefined;
  let signals = 0;
  const onSignal = (signal: NodeJS.Signals) => {
    signals++;
    // Whoever asks three times means now; what is left is ended at the next start.
    if (signals > 2) process.exit(1);
    if (signals > 1) return;
    display.print("\n  Ending …");
    void (end?.() ?? Promise.resolve()).finally(() => process.exit(signal === "SIGINT" ? 130 : 0));
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal);
  // npm hands SIGTERM to the shell between us, which dies without a word; so its end is our signal too.
  const { ppid } = process;
  if (process.env.npm_lifecycle_event) {
    setInterval(() => process.ppid !== ppid && signals === 0 && onSignal("SIGTERM"), 500).unref();
  }

  // Imported late: a sentence about the command line should not wait for the whole stack.
  const { bringUp } = await import("./stack/boot");
  const root = resolve(import.meta.dirname, "..");
  try {
    const stack = await bringUp({ root, ...given }, display, tell, (way) => {
      end = way;
    });
    const { addresses } = stack;
    if (json)
      process.stdout.write(`${JSON.stringify({ ready: true, ...addresses, inbox: addresses.mail })}\n`);
    else display.print(welcome(stack, display));
  } catch (error) {
    if (signals > 0) return;
    throw error;
  }
}

main().catch((error) => {
  const text = error instanceof Refusal ? error.message : (error?.message ?? String(error));
  process.stderr.write(`\n${text}\n`, () => process.exit(1));
});
