import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { expect, it } from "vitest";
import { asSystem } from "@/db/client";
import { webhookDeliveries, webhookEndpoints } from "@/db/schema";
import { createTenant } from "@/tests/setup/tenant";
import { purgeDeliveries } from "./mutations";
import { LOG_DAYS } from "./policy";

const DAY = 86_400_000;
/** An id as one was made that many days ago. */
const idOf = (days: number) => {
  const at = (Date.now() - days * DAY).toString(16).padStart(12, "0");
  return `${at.slice(0, 8)}-${at.slice(8)}${uuidv7().slice(13)}`;
};

it("the log of deliveries is kept for its days and no longer; what still waits for a try stays", async () => {
  const { organizationId } = await createTenant();
  const [old, waiting, young] = [idOf(LOG_DAYS + 1), idOf(LOG_DAYS + 2), idOf(LOG_DAYS - 1)];
  await asSystem("tests make a log", async (tx) => {
    const endpointId = uuidv7();
    await tx.insert(webhookEndpoints).values({
      ...{ id: endpointId, organizationId, url: "https://hooks.example.com/" },
      ...{ events: ["rsvp.submitted"], secretCipher: "k1:none" },
    });
    const of = { organizationId, endpointId, event: "rsvp.submitted", body: "{}" };
    await tx.insert(webhookDeliveries).values([
      { ...of, id: old, messageId: uuidv7(), status: "delivered" },
      { ...of, id: waiting, messageId: uuidv7(), status: "pending" },
      { ...of, id: young, messageId: uuidv7(), status: "failed" },
    ]);
  });
  expect(await purgeDeliveries()).toBe(1);
  const left = await asSystem("tests look at the log", (tx) =>
    tx.execute(sql`select id from webhook_deliveries where organization_id = ${organizationId} order by id`),
  );
  expect(left.map(({ id }) => id)).toEqual([waiting, young]);
});
