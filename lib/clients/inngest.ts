import { Inngest, Middleware } from "inngest";
import { env } from "./env";
import { flushTelemetry, report, span } from "./telemetry";

let client: Inngest | undefined;

/** Measures each step of a function by their names, and tells of what will not be tried again. */
class Measured extends Middleware.BaseMiddleware {
  readonly id = "eios:telemetry";

  override async wrapStepHandler({ fn, next, stepInfo, ctx }: Middleware.WrapStepHandlerArgs) {
    const job = fn.opts.id;
    // "send-12" is one step of many, each of another number.
    const step = String(stepInfo.options.id).replace(/\d+/g, "n");
    const attributes = { "eios.job": job, "eios.step": step, "eios.attempt": ctx.attempt };
    return span("job", `job ${job} ${step}`, attributes, next);
  }

  override async wrapRequest({ next }: Middleware.WrapRequestArgs) {
    const answer = await next();
    if (process.env.VERCEL) await flushTelemetry();
    return answer;
  }

  override onRunError({ error, fn, isFinalAttempt }: Middleware.OnRunErrorArgs) {
    if (isFinalAttempt) report(error, { job: fn.opts.id });
  }
}

/** The jobs server's client: hosted, or the one that `npm run up` starts; they differ by variables only. */
export function inngest(): Inngest {
  client ??= new Inngest({
    id: "eios",
    isDev: false,
    middleware: [Measured],
    eventKey: env().INNGEST_EVENT_KEY,
    signingKey: env().INNGEST_SIGNING_KEY,
    baseUrl: env().INNGEST_BASE_URL,
  });
  return client;
}
