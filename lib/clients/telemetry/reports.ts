import {
  captureException,
  type ErrorEvent,
  flush,
  initWithoutDefaultIntegrations,
} from "@sentry/node-core/light";
import type { Attributes } from "../telemetry";

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Addresses, numbers of phones, and what is long enough to be a token; ids of rows (UUIDs) may stay. */
const secrets: readonly [RegExp, (found: string) => string][] = [
  [/[^\s@<>"'(),;=]+@[^\s@<>"'(),;]+/g, () => "[address]"],
  [/(?<![\w-])[\w-]{20,}/g, (found) => (uuid.test(found) ? found : "[token]")],
  [/(?<![\w-])\+?\d[\d ()-]{7,}\d(?![\w-])/g, () => "[number]"],
];

/** A sentence without what could name a person or open a door. A database's values stand behind "params:". */
export function redacted(text: string): string {
  const [sentence] = text.split(/\bparams:|\bKey \(/);
  return secrets.reduce((rest, [pattern, safe]) => rest.replace(pattern, safe), sentence!).slice(0, 1_000);
}

/** What leaves for Sentry of an event: the kind of error, its stack by file and line, and where it happened. */
function onlyWhatIsOurs(event: ErrorEvent): ErrorEvent {
  const { event_id, timestamp, level, platform, release, environment, tags, exception } = event;
  return {
    ...{ type: undefined, event_id, timestamp, level, platform, release, environment, tags },
    exception: {
      values: exception?.values?.map(({ type, value, stacktrace, mechanism }) => ({
        ...{ type, mechanism, value: redacted(value ?? "") },
        stacktrace: {
          frames: stacktrace?.frames?.map(({ vars: _, ...frame }) => frame),
        },
      })),
    },
  };
}

/** Errors to Sentry, in its light form without tracing: traces go by OpenTelemetry. */
export function startReports(on: { dsn: string; version: string; environment: string }) {
  initWithoutDefaultIntegrations({
    dsn: on.dsn,
    release: on.version,
    environment: on.environment,
    sendDefaultPii: false,
    maxBreadcrumbs: 0,
    sendClientReports: false,
    beforeSend: onlyWhatIsOurs,
  });
  return {
    report: (error: unknown, where: Attributes) => {
      // What Drizzle throws repeats the statement with its values; its cause says what the database said.
      const said = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      captureException(said, { tags: where });
    },
    flush: async () => void (await flush(2_000)),
  };
}
