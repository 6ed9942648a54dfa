import { type Context, type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import type { Attributes, Note, Telemetry, Work } from "../telemetry";

/** Seconds; the boundaries that the conventions for HTTP advise. */
const boundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** Names by OpenTelemetry's semantic conventions where there is one. */
const works: Record<Work, { kind: SpanKind; duration: string }> = {
  request: { kind: SpanKind.SERVER, duration: "http.server.request.duration" },
  database: { kind: SpanKind.CLIENT, duration: "db.client.operation.duration" },
  job: { kind: SpanKind.CONSUMER, duration: "eios.job.duration" },
};

/** What a histogram is told apart by: few values each, never an id. */
const dimensions = [
  "http.request.method",
  "http.route",
  "http.response.status_code",
  "db.system.name",
  "db.operation.name",
  "eios.job",
  "error.type",
];

/**
 * Traces and metrics by OTLP over HTTP, to OTEL_EXPORTER_OTLP_ENDPOINT with OTEL_EXPORTER_OTLP_HEADERS, sampled by
 * OTEL_TRACES_SAMPLER; the packages read these by themselves.
 *
 * Nothing is registered globally on purpose: Next and the libraries would then write whole addresses into spans,
 * personal links with their tokens among them.
 */
export function startTracing(on: { version: string; environment: string }) {
  const resource = resourceFromAttributes({
    "service.name": "eios",
    "service.version": on.version,
    "deployment.environment.name": on.environment,
  });
  const traces = new NodeTracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  const metrics = new MeterProvider({
    resource,
    readers: [new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter() })],
  });
  const tracer = traces.getTracer("eios");
  const meter = metrics.getMeter("eios");
  const contexts = new AsyncLocalStorageContextManager().enable();
  const histogram = (name: string) =>
    meter.createHistogram(name, { unit: "s", advice: { explicitBucketBoundaries: boundaries } });
  const durations = {
    request: histogram(works.request.duration),
    database: histogram(works.database.duration),
    job: histogram(works.job.duration),
  };

  const measure: NonNullable<Telemetry["span"]> = async (work, name, attributes, fn) => {
    const parent: Context = contexts.active();
    const span: Span = tracer.startSpan(name, { kind: works[work].kind, attributes }, parent);
    const known: Attributes = { ...attributes };
    const note: Note = (more, failure) => {
      Object.assign(known, more, failure !== undefined && { "error.type": failure });
      span.setAttributes(known);
      if (failure !== undefined) span.setStatus({ code: SpanStatusCode.ERROR });
    };
    const began = performance.now();
    try {
      return await contexts.with(trace.setSpan(parent, span), () => fn(note));
    } catch (error) {
      // Its name only: a message may hold what somebody typed.
      note({}, error instanceof Error ? error.name : "unknown");
      throw error;
    } finally {
      span.end();
      const told = Object.entries(known).filter(([name]) => dimensions.includes(name));
      durations[work].record((performance.now() - began) / 1_000, Object.fromEntries(told));
    }
  };
  return {
    span: measure,
    flush: async () => void (await Promise.allSettled([traces.forceFlush(), metrics.forceFlush()])),
  };
}
