import { inngest } from "@/lib/clients/inngest";
import { syncTemplates } from "@/lib/messaging/whatsapp/mutations";

/** Each hour: reads which WhatsApp templates there are, and which of them Meta approved. */
export const syncTemplatesHourly = inngest().createFunction(
  { id: "sync-templates", triggers: [{ cron: "7 * * * *" }] },
  ({ step }) => step.run("sync", syncTemplates),
);
