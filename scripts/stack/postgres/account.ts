import { execFileSync } from "node:child_process";
import { accessSync, chownSync, constants, existsSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { Refusal } from "../refusal";

/** Who PostgreSQL runs as, and how its programs are started in that person's name. */
export type Account = {
  uid?: number;
  gid?: number;
  /** The command line with what must stand before it, and the ids that spawn sets itself. */
  wrap: (program: string, args: string[]) => { command: string; args: string[]; uid?: number; gid?: number };
};

const asOneself: Account = { wrap: (command, args) => ({ command, args }) };

/**
 * The account for a cluster in `dataDir`: oneself, or, because PostgreSQL refuses to run as root, the system's
 * postgres user, made if it can be, else nobody. An existing cluster keeps its owner.
 *
 * Where that user may not pass the folders above (a checkout below /root, a private temporary folder), it is
 * given the one capability to do so through setpriv.
 *
 * @throws Refusal if it may not, and there is no setpriv
 */
export function accountFor(dataDir: string, programs: string[]): Account {
  if (process.getuid?.() !== 0) return asOneself;
  const { uid, gid } =
    ownerOf(dataDir) ?? lookUp("postgres") ?? created("postgres") ?? lookUp("nobody") ?? {};
  if (uid === undefined || gid === undefined) {
    throw new Refusal(
      "PostgreSQL does not run as root and no other user could be made: run this as one that is not root.",
    );
  }
  const blocked = [dataDir, ...programs].find((path) => !reachable(dirname(path), uid, gid));
  if (blocked === undefined) return { uid, gid, wrap: (command, args) => ({ command, args, uid, gid }) };
  const setpriv = ["/usr/bin/setpriv", "/bin/setpriv"].find((path) => existsSync(path));
  if (setpriv === undefined) {
    throw new Refusal(
      `PostgreSQL does not run as root, and its user may not enter ${dirname(blocked)}: run this as another user, or in a folder everybody may enter.`,
    );
  }
  // access(2) looks at the real user and drops capabilities first, unless no_setuid_fixup is set.
  const capable = [
    `--reuid=${uid}`,
    `--regid=${gid}`,
    "--clear-groups",
    "--securebits=+no_setuid_fixup",
    "--inh-caps=+dac_override",
    "--ambient-caps=+dac_override",
  ];
  return { uid, gid, wrap: (program, args) => ({ command: setpriv, args: [...capable, program, ...args] }) };
}

/** Gives `path` to the account; nothing where one is oneself. */
export function own(path: string, { uid, gid }: Account): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

type Ids = { uid: number; gid: number };

function ownerOf(path: string): Ids | undefined {
  if (!existsSync(path)) return undefined;
  const { uid, gid } = statSync(path);
  return uid === 0 ? undefined : { uid, gid };
}

function lookUp(name: string): Ids | undefined {
  if (!existsSync("/etc/passwd")) return undefined;
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(":") ?? [];
  return uid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}

function created(name: string): Ids | undefined {
  try {
    execFileSync(
      "useradd",
      ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", name],
      {
        stdio: "ignore",
      },
    );
  } catch {
    return undefined;
  }
  return lookUp(name);
}

/** Whether the user may search every folder from the root to `folder`. */
function reachable(folder: string, uid: number, gid: number): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(at)) {
      const { mode, uid: owner, gid: group } = statSync(at);
      if ((mode & (owner === uid ? 0o100 : group === gid ? 0o010 : 0o001)) === 0) return false;
    }
    if (at === dirname(at)) return true;
  }
}

/** @throws Refusal with what to do, unless files can be made in `folder` */
export function assertWritable(folder: string, whatToDo: string): void {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch {
    throw new Refusal(`Nothing can be written in ${folder}: ${whatToDo}.`);
  }
}
