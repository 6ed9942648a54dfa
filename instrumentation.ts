/** Runs once when the server starts (Next's hook): a wrong environment is named before the first request. */
export async function register() {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { env } = await import("./lib/clients/env");
  try {
    const { SENTRY_DSN, OTEL_EXPORTER_OTLP_ENDPOINT, NODE_ENV } = env();
    const { startTelemetry } = await import("./lib/clients/telemetry/start");
    await startTelemetry({
      sentryDsn: SENTRY_DSN,
      otlp: OTEL_EXPORTER_OTLP_ENDPOINT !== undefined,
      version: process.env.VERCEL_GIT_COMMIT_SHA ?? "unreleased",
      environment: process.env.VERCEL_ENV ?? NODE_ENV,
    });
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
}

/** What a page or a route threw past its own door (Next's hook); the door of the API tells of its own. */
export async function onRequestError(error: unknown, _: unknown, context: { routePath: string }) {
  const { report } = await import("./lib/clients/telemetry");
  report(error, { endpoint: context.routePath });
}
