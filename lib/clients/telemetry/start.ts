import { tellTo } from "../telemetry";

/**
 * Loads what SENTRY_DSN and OTEL_EXPORTER_OTLP_ENDPOINT switch on, and nothing where neither is set: a start
 * without them reads none of their files.
 */
export async function startTelemetry(on: {
  sentryDsn: string | undefined;
  otlp: boolean;
  version: string;
  environment: string;
}): Promise<void> {
  const { sentryDsn: dsn, otlp, version, environment } = on;
  if (!dsn && !otlp) return;
  const [tracing, reports] = await Promise.all([
    otlp ? import("./tracing").then(({ startTracing }) => startTracing({ version, environment })) : null,
    dsn ? import("./reports").then(({ startReports }) => startReports({ dsn, version, environment })) : null,
  ]);
  tellTo({
    ...(tracing && { span: tracing.span }),
    ...(reports && { report: reports.report }),
    flush: async () => void (await Promise.allSettled([tracing?.flush(), reports?.flush()])),
  });
}
