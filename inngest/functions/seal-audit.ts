import { sealAudit } from "@/lib/audit/sealing/mutations";
import { inngest } from "@/lib/clients/inngest";

/** Each minute: chains what the audit log has gained. */
export const sealAuditLog = inngest().createFunction(
  { id: "seal-audit", triggers: [{ cron: "* * * * *" }] },
  ({ step }) => step.run("seal", sealAudit),
);
