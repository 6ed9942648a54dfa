import { inngest } from "@/lib/clients/inngest";
import { syncDueTemplates } from "@/lib/messaging/whatsapp/mutations";

/** Reads each hour which WhatsApp templates there are and which Meta approved; at once where none is known yet. */
export const syncTemplatesHourly = inngest().createFunction(
  { id: "sync-templates", triggers: [{ cron: "* * * * *" }] },
  ({ step }) => step.run("sync", syncDueTemplates),
);
