import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

// The layers as data: what a place may import, by the longest prefix that fits (house.md, Tree and direction of imports).
const SCENE = ["lib/scene"];
const HTTP = ["lib/http", "lib/tenancy", "lib/clients", "db"];
const WORDS = ["messages", "lib/i18n"];
const layers: Record<string, string[]> = {
  app: ["app", "components", "lib", "inngest/functions", ...WORDS],
  components: ["components", "lib/http/client", "lib/http/live", "lib/http/endpoint", ...SCENE, ...WORDS],
  "lib/scene": SCENE,
  "lib/http": HTTP,
  "lib/tenancy": ["lib/tenancy", "lib/clients", "db"],
  "lib/clients": ["lib/clients"],
  lib: ["lib", ...HTTP, ...WORDS],
  db: ["db", "lib/clients/env", "lib/clients/telemetry", "lib/tenancy/scope"],
  party: ["party", ...SCENE],
  inngest: ["inngest", "lib"],
  "middleware.ts": ["lib/http/host", "lib/http/security"],
};

// Files of a layer that need more than their layer, each with its reason.
const exceptions: Record<string, { may: string[]; because: string }> = {
  "lib/http/live": { may: ["lib/live/contract"], because: "the hook reads its ticket by contract" },
  "lib/scene/compile": { may: ["components/scene"], because: "the one renderer draws the published page" },
  "lib/scene/card": { may: ["components/scene"], because: "a link preview wears the invitation's ornament" },
  "lib/scene/render": { may: ["components/scene"], because: "the one renderer draws the published page" },
  "lib/messaging/mail/letterhead": {
    may: ["components/scene/ornaments"],
    because: "a mail is signed with the initials of its invitation",
  },
  "lib/scene/notice": { may: ["components/scene"], because: "polite pages use the same renderer" },
};

/** Which file names a domain may hold (closed vocabulary); sub-concerns are folders with the same names. */
const vocabulary = /^(contract|queries|mutations|policy|events|actions)\.ts$|^mail\.tsx$|\.test\.tsx?$/;
const domainsWithTheirOwnWords =
  /^lib\/(http|tenancy|clients|scene)(\/|$)|^lib\/(guests\/import|messaging\/mail)\//;

/** Files that may see every organization's rows; the reason stands at each call. */
const systemFiles = [
  /^db\/client\.ts$/,
  /^lib\/tenancy\/(scope|session|api-key|origins|invite-token|auth-adapter)\.ts$/,
  /^lib\/http\/(relay|spent)\.ts$/,
  /^lib\/projects\/purge\/mutations\.ts$/,
  /^lib\/platform\//,
  /^lib\/audit\/sealing\//,
  /^lib\/auth\//,
  /^lib\/orgs\/mutations\.ts$/,
  /^lib\/sites\/(queries|addresses\/queries|domain\/mutations|example\/queries)\.ts$/,

  /^lib\/webhooks\/delivery\/mutations\.ts$/,
  /^lib\/invites\/rotation\/mutations\.ts$/,
  /^lib\/messaging\/(automation|delivery|standing|webhooks|unsubscribe|whatsapp)\//,
];

const vendors =
  /^(@upstash\/|resend$|inngest$|inngest\/next|@vercel\/|stripe$|twilio$|nodemailer$|@sendgrid\/|@aws-sdk\/|pino$|postgres$|@opentelemetry\/|@sentry\/)/;
const vendorPlaces =
  /^(lib\/clients\/|db\/(?:client|pool)\.ts|lib\/http\/constraints\.ts|app\/api\/inngest\/|scripts\/|bench\/|tests\/)/;

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/**
 * Holds the tree against the laws of the house.
 *
 * @param files text by path, so that the check itself can be tried on a tree that breaks a law
 * @returns one sentence for each broken law
 */
export function checkStructure(files: Map<string, string>): string[] {
  const broken: string[] = [];
  for (const [path, text] of files) {
    const isTest = /\.test\.tsx?$/.test(path);
    if (!isTest) {
      broken.push(...importsOf(path, text), ...vendorsOf(path, text), ...systemOf(path, text));
      broken.push(...routesOf(path, text));
    }
    broken.push(...wordsOf(path));
  }
  return broken;
}

function targets(path: string, text: string): string[] {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"((?:@\/|\.)[^"]+)"/g)].map(([, target]) =>
    target!.startsWith("@/") ? target!.slice(2) : join(dirname(path), target!),
  );
}

function layerOf(path: string): string | undefined {
  return Object.keys(layers)
    .filter((prefix) => path === prefix || path.startsWith(`${prefix}/`))
    .sort((a, b) => b.length - a.length)[0];
}

function importsOf(path: string, text: string): string[] {
  const layer = layerOf(path);
  if (!layer) return [];
  const allowed = [...layers[layer]!, ...(exceptions[path.replace(/\.tsx?$/, "")]?.may ?? [])];
  const fits = (target: string, prefix: string) =>
    target === prefix || target.startsWith(`${prefix}/`) || target.startsWith(`${prefix}.`);
  const broken: string[] = [];
  for (const target of targets(path, text)) {
    if (/\.(css|json)$/.test(target)) continue;
    const contractOrAction =
      layer === "components" && /^lib\/[\w-]+(\/[\w-]+)*\/(contract|actions|policy)$/.test(target);
    if (contractOrAction || allowed.some((prefix) => fits(target, prefix))) continue;
    // A type is erased: naming a row's shape is no dependency of the running code.
    if (new RegExp(`import type [^;]*"(?:@/)?[^"]*${target.split("/").at(-1)}"`).test(text)) continue;
    broken.push(`${path} may not import ${target}: ${layer} imports ${layers[layer]!.join(", ")} only.`);
  }
  return broken;
}

function vendorsOf(path: string, text: string): string[] {
  if (vendorPlaces.test(path)) return [];
  return [...text.matchAll(/^import (?!type)[^;]*?from "([^".@][^"]*|@[^/"]+\/[^"]+)"/gm)]
    .map(([, name]) => name!)
    .filter((name) => vendors.test(name))
    .map((name) => `${path} may not import ${name}: vendors are spoken to in lib/clients only.`);
}

function systemOf(path: string, text: string): string[] {
  if (!/\b(?:asSystem|readSystem)\(/.test(text) || !/^(app|components|lib|inngest|party)\//.test(path))
    return [];
  return systemFiles.some((allowed) => allowed.test(path))
    ? []
    : [
        `${path} may not call asSystem: it sees every organization's rows. Take a scope, or name the file here.`,
      ];
}

function routesOf(path: string, text: string): string[] {
  if (!/^app\/api\/.*\/route\.ts$/.test(path)) return [];
  const broken: string[] = [];
  if (/from "@\/db\//.test(text))
    broken.push(`${path} may not touch the database: a route points to its domain.`);
  const methods = [
    ...text.matchAll(/export (?:const|async function|function) (GET|POST|PUT|PATCH|DELETE)\b(.*)/g),
  ];
  const own = /^app\/api\/(health|ready|openapi\.json|inngest|auth\/\[\.\.\.nextauth\]|internal)\//.test(
    path,
  );
  for (const [, method, rest] of methods) {
    if (!own && !/= handle\(/.test(rest!)) broken.push(`${path}: ${method} must be handle(contract, fn).`);
  }
  return broken;
}

function wordsOf(path: string): string[] {
  const broken: string[] = [];
  if (
    /^(lib|components|app|db|inngest|party)\/.*\b(utils|helpers|manager)\.tsx?$/.test(path) &&
    path !== "lib/utils.ts"
  ) {
    broken.push(`${path}: say what it holds; utils, helpers and managers hold everything.`);
  }
  if (/^lib\/.*\/index\.ts$/.test(path)) broken.push(`${path}: no index files; import the file you mean.`);
  const domain = /^lib\/[\w-]+\/(?:.*\/)?([^/]+)$/.exec(path);
  if (domain && !domainsWithTheirOwnWords.test(path) && !vocabulary.test(domain[1]!)) {
    broken.push(
      `${path}: a domain holds contract, queries, mutations, policy, events, actions, mail and tests.`,
    );
  }
  return broken;
}

/** The repository's own source, by path from its root. */
export function sourceFiles(): Map<string, string> {
  const files = new Map<string, string>();
  const walk = (folder: string) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !["node_modules", "migrations", "fixtures"].includes(entry.name)) walk(path);
      else if (/\.tsx?$/.test(entry.name) && !/\.generated\.ts$/.test(entry.name)) {
        files.set(relative(".", path), readFileSync(join(root, path), "utf8"));
      }
    }
  };
  for (const folder of ["app", "components", "lib", "db", "party", "inngest"]) walk(folder);
  const middleware = join(root, "middleware.ts");
  if (existsSync(middleware)) files.set("middleware.ts", readFileSync(middleware, "utf8"));
  return files;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const broken = checkStructure(sourceFiles());
  for (const sentence of broken) console.error(sentence);
  if (broken.length > 0) process.exit(1);
  console.log("The structure holds.");
}
