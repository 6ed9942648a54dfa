import { SESv2Client, SESv2ServiceException, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { env } from "../env";
import { onThisMachine, outcomeOf, retryAfter, TIMEOUT_MS } from "./failure";
import type { Mail, MailProvider, Outcome } from "./mail";

let client: SESv2Client | undefined;
const ses = () => {
  client ??= new SESv2Client({
    region: env().SES_REGION,
    endpoint: env().SES_BASE_URL,
    // SES has no idempotency key: what the SDK repeats by itself could leave twice.
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 5_000, requestTimeout: TIMEOUT_MS, throwOnRequestTimeout: true },
  });
  return client;
};

/** Amazon SES, API v2 (https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html): one mail a call. */
export const sesProvider = (): MailProvider => ({
  name: "ses",
  perCall: 1,
  callsPerSecond: env().SES_RATE_LIMIT,
  channel: "email",
  keyLifetime: 0,
  address: env().SES_BASE_URL ?? `https://email.${env().SES_REGION}.amazonaws.com`,
  local: onThisMachine(env().SES_BASE_URL),
  send: async ([mail]) => {
    try {
      const { MessageId } = await ses().send(new SendEmailCommand(input(mail!)));
      return MessageId
        ? { kind: "accepted", receipts: [{ id: MessageId }] }
        : { kind: "lost", reason: "SES answered without an id." };
    } catch (error) {
      return failure(error);
    }
  },
});

const utf8 = (Data: string) => ({ Data, Charset: "UTF-8" });

const input = ({
  from,
  to,
  replyTo,
  subject,
  html,
  text,
  headers = {},
  tags = {},
  attachments = [],
}: Mail) => ({
  FromEmailAddress: from ?? env().MAIL_FROM,
  Destination: { ToAddresses: [to] },
  ReplyToAddresses: replyTo ? [replyTo] : undefined,
  Content: {
    Simple: {
      Subject: utf8(subject),
      Body: { Html: utf8(html), Text: utf8(text) },
      Headers: Object.entries(headers).map(([Name, Value]) => ({ Name, Value })),
      Attachments: attachments.map(({ filename, content, contentType }) => ({
        FileName: filename,
        RawContent: Buffer.from(content, "base64"),
        ContentType: contentType,
      })),
    },
  },
  // They come back with the events.
  EmailTags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
  ConfigurationSetName: env().SES_CONFIGURATION_SET,
});

/** Errors that a person must put right: the account, the domain, the sending itself. */
const ours = new Set([
  "AccountSuspendedException",
  "SendingPausedException",
  "MailFromDomainNotVerifiedException",
  "LimitExceededException",
  "NotFoundException",
]);

function failure(error: unknown): Outcome {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  if (!(error instanceof SESv2ServiceException)) {
    // Credentials that cannot be found are missed before anything is sent.
    return error instanceof Error && error.name === "CredentialsProviderError"
      ? { kind: "later", seconds: 60, reason, ours: true }
      : outcomeOf(undefined, { error, reason });
  }
  const { name, $metadata, $response } = error;
  const status = $metadata.httpStatusCode ?? $response?.statusCode ?? 500;
  const wait = retryAfter($response?.headers["retry-after"]);
  if (name === "TooManyRequestsException") return outcomeOf(429, { error, reason, wait });
  if (ours.has(name) && status !== 429) return { kind: "later", seconds: 60, reason, ours: true };
  return outcomeOf(status, { error, reason, wait });
}
