import { inngest } from "@/lib/clients/inngest";
import { raiseStandings } from "@/lib/messaging/standing/mutations";

/** Each night: new senders whose mails were wanted may send more. */
export const raiseStandingsNightly = inngest().createFunction(
  { id: "raise-standings", triggers: [{ cron: "30 3 * * *" }] },
  ({ step }) => step.run("raise", raiseStandings),
);
