import { inngest } from "@/lib/clients/inngest";
import { renewCiphers } from "@/lib/invites/rotation/mutations";

/** Each night: moves what an older of ENCRYPTION_KEYS holds to the newest, so that the older one can be dropped. */
export const renewCiphersNightly = inngest().createFunction(
  { id: "renew-ciphers", triggers: [{ cron: "0 3 * * *" }] },
  ({ step }) => step.run("renew", renewCiphers),
);
