/**
 * An error as Resend answers it: status, name and message (https://resend.com/docs/api-reference/errors).
 */
export class ResendProblem extends Error {
  constructor(
    readonly status: number,
    override readonly name: string,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }

  /** The body of the answer. */
  get body() {
    return { statusCode: this.status, name: this.name, message: this.message };
  }
}

/** A required field that is not there (422). */
export const missing = (field: string) =>
  new ResendProblem(422, "missing_required_field", `Missing ${field} field.`);

/** A field whose value will not do (422). */
export const invalid = (message: string) => new ResendProblem(422, "validation_error", message);

/** A feature of Resend that this stand-in does not honour: refused, never ignored (422). */
export const unsupported = (field: string) =>
  invalid(`The local mail stand-in does not honour \`${field}\`: leave it out, or use Resend itself.`);

/** No such thing (404). */
export const notFound = (what: string) => new ResendProblem(404, "not_found", `${what} not found`);
