import { inngest } from "@/lib/clients/inngest";
import { runAsJob } from "@/lib/http/job";
import { attemptDelivery, fanOut } from "@/lib/webhooks/delivery/mutations";
import { WAITS } from "@/lib/webhooks/delivery/policy";
import { type DeliveryDue, deliveryDue, type Happened, madeOf } from "@/lib/webhooks/events";

/** Makes the deliveries of what happened: one an endpoint that wants to know. */
export const fanOutWebhooks = inngest().createFunction(
  { id: "fan-out-webhooks", triggers: Object.keys(madeOf).map((event) => ({ event })) },
  ({ event, step }) =>
    step.run("fan out", () => {
      const data = event.data as Happened;
      return runAsJob("fan-out-webhooks", data.organizationId, (cx) =>
        fanOut(cx, madeOf[event.name]!, event.id!, data),
      );
    }),
);

/** Sends one delivery, again and again for three days; a receiver that hangs keeps only its own waiting. */
export const deliverWebhooks = inngest().createFunction(
  {
    id: "deliver-webhooks",
    triggers: [{ event: deliveryDue }],
    concurrency: [{ limit: 2, key: "event.data.endpointId" }, { limit: 20 }],
  },
  async ({ event, step }) => {
    const due = event.data as DeliveryDue;
    for (let attempt = 1; attempt <= WAITS.length + 1; attempt++) {
      const waitMs = await step.run(`try-${attempt}`, () => attemptDelivery(due));
      if (waitMs === null) return;
      await step.sleep(`wait-${attempt}`, waitMs);
    }
  },
);
