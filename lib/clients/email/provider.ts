import type { MailProvider } from "./mail";
import { resendProvider } from "./resend";

/** The provider that this installation sends mail through. */
export const mailProvider = (): MailProvider => resendProvider();
