import { sendWaitingMails } from "@/lib/auth/code/mutations";
import { inngest } from "@/lib/clients/inngest";

/** Each minute: sends the sign-in mails that a crash or an outage left behind; the others leave at once. */
export const sendSignInMails = inngest().createFunction(
  { id: "send-sign-in-mails", triggers: [{ cron: "* * * * *" }] },
  ({ step }) => step.run("send", sendWaitingMails),
);
