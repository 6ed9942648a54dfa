import { createTransport, type Transporter } from "nodemailer";
import { env } from "../env";
import { mailbox, onThisMachine, TIMEOUT_MS, wasNeverSent } from "./failure";
import type { Mail, MailProvider, Outcome } from "./mail";

let transport: Transporter | undefined;
const smtp = () => {
  transport ??= createTransport(env().SMTP_URL!, {
    pool: true,
    connectionTimeout: 5_000,
    greetingTimeout: 5_000,
    socketTimeout: TIMEOUT_MS,
  } as never);
  return transport;
};

/** A mail server of one's own (RFC 5321): one mail a transaction. It tells nothing afterwards. */
export const smtpProvider = (): MailProvider => ({
  name: "smtp",
  perCall: 1,
  callsPerSecond: env().SMTP_RATE_LIMIT,
  channel: "email",
  keyLifetime: 0,
  address: null,
  local: onThisMachine(env().SMTP_URL),
  send: async ([mail], key) => {
    try {
      const { messageId } = await smtp().sendMail(message(mail!, key));
      return { kind: "accepted", receipts: [{ id: messageId as string }] };
    } catch (error) {
      return failure(error);
    }
  },
});

const message = ({ tags: _, attachments = [], ...mail }: Mail, key: string) => {
  const from = mail.from ?? env().MAIL_FROM;
  return {
    ...mail,
    from,
    // Named by its key, one mail is one wherever mail servers or readers compare (RFC 5322 §3.6.4).
    messageId: `<${key.replace(/[^\w.-]/g, ".")}@${mailbox(from).address.split("@").at(-1)}>`,
    attachments: attachments.map(({ filename, content, contentType }) => ({
      ...{ filename, content, contentType },
      encoding: "base64",
    })),
  };
};

type Failed = Error & { code?: string; responseCode?: number };

/** Before the end of DATA nothing is taken (RFC 5321 §4.1.1.4); a connection lost after it may have been. */
function failure(error: unknown): Outcome {
  const { code, responseCode, message: text } = error as Failed;
  const reason = `${code ?? "error"}: ${text}`;
  if (code === "EAUTH") return { kind: "later", seconds: 60, reason, ours: true };
  if (responseCode !== undefined) {
    return responseCode >= 500
      ? { kind: "refused", reason }
      : { kind: "later", seconds: 60, reason, ours: false };
  }
  // Whatever ends a connection is called CONN; only these say that it never stood.
  const before =
    wasNeverSent(error) || code === "EENVELOPE" || /^(Connection timeout|Greeting never received)/.test(text);
  return before
    ? { kind: "later", seconds: 5, reason, ours: false }
    : { kind: "unknown", seconds: 0, reason };
}
