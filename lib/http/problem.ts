import { jsonResponse } from "./json";

/** Every code an answer may carry, with its status and title: the one table behind problems, OpenAPI and /problems/<code>. */
export const problems = {
  bad_request: [400, "The request could not be understood"],
  invalid: [400, "Some fields are not right"],
  unauthenticated: [401, "Sign in first"],
  bad_signature: [401, "The signature does not match"],
  limit_reached: [402, "Your plan holds no more of these"],
  forbidden: [403, "Your role does not allow this"],
  bad_origin: [403, "The request came from another site"],
  not_found: [404, "There is nothing here"],
  conflict: [409, "That does not fit the present state"],
  duplicate: [409, "That exists already"],
  setting_locked: [409, "This setting is locked"],
  idempotency_conflict: [409, "The same Idempotency-Key came with another body"],
  expired: [410, "This has expired"],
  revoked: [410, "This link was withdrawn"],
  stale: [412, "Somebody changed this meanwhile"],
  too_large: [413, "That is too large"],
  unsupported_media_type: [415, "That kind of content is not accepted"],
  unprocessable: [422, "That breaks a rule"],
  not_a_list: [422, "This file is not a guest list"],
  closed: [422, "Answers are closed"],
  over_capacity: [422, "There is no place left"],
  not_ready: [422, "Something is missing before this can be done"],
  wrong_code: [401, "That code is not right"],
  rate_limited: [429, "Too many requests"],
  internal: [500, "Something went wrong on our side"],
  unavailable: [503, "Not available for a moment"],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ProblemCode = keyof typeof problems;
/** What a caller may still ask this minute, as the RateLimit headers say it. */
export type Allowance = { limit: number; remaining: number; resetSeconds: number };
export type FieldError = { path: string; message: string };

/** The one error that domain code throws; only the doors (handle, action, load) translate it. */
export class AppError extends Error {
  constructor(
    readonly code: ProblemCode,
    /** `detail` is a sentence for a person; `meta` adds members to the problem (RFC 9457 §3.2); `keep` commits what was written before. */
    readonly more: {
      detail?: string;
      errors?: FieldError[];
      meta?: Record<string, unknown>;
      retryAfter?: number;
      /** The limit that was reached, which may be a narrower one than the endpoint's class. */
      allowance?: Allowance;
      keep?: true;
    } = {},
  ) {
    super(more.detail ?? problems[code][1]);
    this.name = "AppError";
  }
}

export const notFound = () => new AppError("not_found");

/** An RFC 9457 body: type, title, status, detail, code, requestId and, for validation, errors. */
export function problemBody(error: AppError, requestId: string, appUrl: string) {
  const [status, title] = problems[error.code];
  return {
    // Members of a code's own never stand in for those of the standard.
    ...error.more.meta,
    type: `${appUrl}/problems/${error.code}`,
    title,
    status,
    detail: error.more.detail ?? `${title}.`,
    code: error.code,
    requestId,
    ...(error.more.errors && { errors: error.more.errors }),
  };
}

/** A problem as a response, with Retry-After where waiting helps. */
export function problemResponse(error: AppError, requestId: string, appUrl: string): Response {
  const headers = new Headers({ "content-type": "application/problem+json", "cache-control": "no-store" });
  if (error.more.retryAfter !== undefined) headers.set("retry-after", String(error.more.retryAfter));
  return jsonResponse(problemBody(error, requestId, appUrl), problems[error.code][0], headers);
}
