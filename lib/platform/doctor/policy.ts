import { translator } from "@/lib/i18n";
import type { Finding } from "./contract";

type Values = Record<string, string | number>;
type Say = (key: string, values?: Values) => string;

// The keys are put together here, so the catalogue's type cannot follow; a test reads every one of them.
const t = translator("doctor") as unknown as Say;

/** A finding in words; whatever is not well carries what to do. */
export function finding(key: string, status: Finding["status"], code: string, values: Values = {}): Finding {
  const isWrong = status === "fail" || status === "warn";
  return {
    key,
    name: t(`${key}.name`),
    status,
    message: t(`${key}.${code}`, values),
    fix: isWrong ? t(key === "worker" ? "worker.fix" : `${key}.${code}Fix`, values) : null,
  };
}

/** Whether a name means this machine alone. */
export const isLocal = (host: string): boolean =>
  /^(.+\.)?localhost(:\d+)?$|^127\.|^\[::1\]/.test(host.toLowerCase());

/**
 * Whether two hosts may share cookies, as far as can be told without the list of public suffixes: one is a part of
 * the other, or their last two labels are the same. `a.co.uk` and `b.co.uk` are taken for related: a warning too many.
 */
export function areRelated(app: string, sites: string): boolean {
  const [a, b] = [app, sites].map((host) =>
    host.replace(/:\d+$/, "").toLowerCase().split(".").slice(-2).join("."),
  );
  return a === b;
}

/** What a person looks at first: what does not work, then what wants a look; in the order of checks within each. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  const ranks = { fail: 0, warn: 1, ok: 2, not_applicable: 3 };
  return [...findings].sort((a, b) => ranks[a.status] - ranks[b.status]);
}
