import { env } from "../env";
import type { MailProvider } from "./mail";
import { resendProvider } from "./resend";
import { sendgridProvider } from "./sendgrid";
import { sesProvider } from "./ses";
import { smtpProvider } from "./smtp";

const drivers = {
  resend: resendProvider,
  ses: sesProvider,
  sendgrid: sendgridProvider,
  smtp: smtpProvider,
} as const;

/** The provider that this installation sends mail through. */
export const mailProvider = (): MailProvider => drivers[env().MAIL_DRIVER]();
