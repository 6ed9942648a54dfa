import { AppError, type ProblemCode, problemBody, problems } from "./problem";

/** What a program must know before its first call; the document's own introduction. */
export const guide = `One system for an invitation, from the first guest list to the last photo.

**Begin.** Send \`POST /auth/login\` with your e-mail address, then \`POST /auth/verify\` with the 6 digits of the mail. The answer holds a token: send it as \`Authorization: Bearer <token>\`. Programs of an organization use an API key (\`eios_…\`) in the same header.

**Lists** answer \`{data, nextCursor, total}\`. Send \`nextCursor\` back as \`cursor\`, with the same \`sort\` and filters, until it is null. A page costs the same wherever it lies.

**Errors** are \`application/problem+json\` (RFC 9457). Decide by \`code\`; \`detail\` is for people; \`errors\` names the fields. What belongs to another organization answers 404, as if it were not there.

**Idempotency.** Every POST takes \`Idempotency-Key\`: the same key with the same body answers the first response again for 24 hours, with \`Idempotency-Replayed: true\`; with another body it answers 409.

**Concurrency.** Resources with a \`version\` take \`If-Match: "<version>"\` on PATCH and PUT. When somebody was faster, the answer is 412 and nothing changes.

**Limits** are counted by the minute, for each person, key or address; every answer says what is left in \`RateLimit-Remaining\`. A 429 says in \`Retry-After\` how many seconds to wait.

**From a browser.** Pages of an origin that the organization lists in its setting \`api.origins\` may call with its keys. Cookies are never taken from elsewhere.

Unknown fields are refused. Times are RFC 3339 in UTC, ids are UUIDv7.`;

export const securitySchemes = (cookie: string) => ({
  session: {
    type: "http",
    scheme: "bearer",
    description:
      "The token that POST /auth/verify answers. It acts as the person, for 30 days from its last use.",
  },
  apiKey: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "eios_…",
    description:
      "A key of an organization, shown once when it is made. It acts for the organization within the key's scopes, until it is revoked or expires.",
  },
  cookie: {
    type: "apiKey",
    in: "cookie",
    name: cookie,
    description: "The session of the app's own pages. Changes must come from the app's own origin.",
  },
});

const integer = { type: "integer" };
const string = { type: "string" };

/** Components that every operation refers to: headers, the problem and an example of each code. */
export function sharedComponents(appUrl: string) {
  const codes = Object.keys(problems) as ProblemCode[];
  return {
    parameters: {
      IdempotencyKey: {
        name: "Idempotency-Key",
        in: "header",
        required: false,
        description:
          "Any word of yours, new for each intention: the same request is carried out once in 24 hours",
        schema: { type: "string", minLength: 1, maxLength: 255 },
        example: "8e03978e-40d5-43e8-bc93-6894a57f9324",
      },
      IfMatch: {
        name: "If-Match",
        in: "header",
        required: false,
        description: "The version you read, in quotes; when another one stands, the answer is 412",
        schema: string,
        example: '"3"',
      },
    },
    headers: {
      RequestId: { description: "Tell it to us when something goes wrong", schema: string },
      RateLimitLimit: { description: "Requests a minute of this class", schema: integer },
      RateLimitRemaining: { description: "How many are left", schema: integer },
      RateLimitReset: { description: "Seconds until the minute ends", schema: integer },
      RetryAfter: { description: "Seconds to wait", schema: integer },
      Location: { description: "The address of what was made", schema: string },
      ETag: { description: "The version, in quotes: send it back as If-Match", schema: string },
      IdempotencyReplayed: {
        description: "`true` where an earlier answer was repeated",
        schema: { type: "string", enum: ["true"] },
      },
    },
    examples: Object.fromEntries(
      codes.map((code) => [
        code,
        {
          summary: problems[code][1],
          value: problemBody(
            new AppError(code, code === "invalid" ? { errors: [{ path: "name", message: "is empty" }] } : {}),
            "0d7c1f5a-2b1e-4a57-9f70-3a1b5c9e2d44",
            appUrl,
          ),
        },
      ]),
    ),
    schemas: {
      Problem: {
        type: "object",
        description: "RFC 9457. Some codes add members of their own, named where they are raised.",
        required: ["type", "title", "status", "detail", "code", "requestId"],
        properties: {
          type: { type: "string", format: "uri", description: "A page about the code" },
          title: { type: "string", description: "The code in words, always the same" },
          status: { type: "integer", description: "The HTTP status once more" },
          detail: { type: "string", description: "What happened this time, for a person" },
          code: { type: "string", enum: codes, description: "What programs decide by" },
          requestId: { type: "string", description: "Tell it to us when something goes wrong" },
          errors: {
            type: "array",
            description: "What is wrong with which field, where fields are wrong",
            items: {
              type: "object",
              required: ["path", "message"],
              properties: {
                path: { type: "string", description: "The field, with dots for what lies deeper" },
                message: { type: "string", description: "What is wrong with it" },
              },
            },
          },
        },
      },
    },
  };
}
