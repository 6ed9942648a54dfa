import { inngest } from "@/lib/clients/inngest";
import { relay } from "@/lib/http/relay";
import { beat } from "@/lib/platform/mutations";

/** Each minute: hands over what a crash between commit and relay left behind. */
export const relayOutbox = inngest().createFunction(
  { id: "relay-outbox", triggers: [{ cron: "* * * * *" }] },
  ({ step }) =>
    step.run("relay", async () => {
      await beat("worker");
      return relay();
    }),
);
