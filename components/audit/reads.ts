import type { listAudit, listPlatformAudit } from "@/lib/audit/contract";
import type { Given } from "@/lib/http/endpoint";

export const spans = { day: 1, week: 7, month: 30 } as const;

/** What the address asks of the log. Times are cut to the hour, so that the same filter is the same question. */
export function auditInput(
  organizationId: string,
  search: { get(name: string): string | null },
  now: number,
) {
  const action = search.get("about");
  return {
    params: { id: organizationId },
    query: {
      limit: 50,
      q: search.get("q") || undefined,
      actorKind: search.get("who") || undefined,
      action: action ? `${action}.` : undefined,
      since: sinceOf(search.get("when"), now),
    },
  } satisfies Given<typeof listAudit>;
}

/** What the address asks of the installation's own log. */
export const platformInput = (search: { get(name: string): string | null }, now: number) =>
  ({
    query: {
      limit: 50,
      targetKind: search.get("about") || undefined,
      since: sinceOf(search.get("when"), now),
    },
  }) satisfies Given<typeof listPlatformAudit>;

function sinceOf(when: string | null, now: number): string | undefined {
  const span = spans[when as keyof typeof spans];
  const hour = Math.floor(now / 3_600_000) * 3_600_000;
  return span ? new Date(hour - span * 86_400_000).toISOString() : undefined;
}
