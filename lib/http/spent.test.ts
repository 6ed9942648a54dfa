import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { expect, it } from "vitest";
import { asSystem, type Tx } from "@/db/client";
import { createTenant } from "@/tests/setup/tenant";
import { purgeSpent } from "./spent";

const system = <T>(fn: (tx: Tx) => Promise<T>) => asSystem("tests look at what is kept", fn);

it("takes away answers after their day and events a week after they left, and nothing that is still needed", async () => {
  const { organizationId } = await createTenant();
  const mark = uuidv7();
  await system(async (tx) => {
    await tx.execute(sql`
      insert into idempotency_keys (actor, key, request_hash, created_at) values
        (${mark}, 'yesterday', '', now() - interval '25 hours'), (${mark}, 'today', '', now() - interval '23 hours')`);
    await tx.execute(sql`
      insert into outbox (id, organization_id, name, data, sent_at) values
        (${uuidv7()}, ${organizationId}, 'left long ago', '{}', now() - interval '8 days'),
        (${uuidv7()}, ${organizationId}, 'left', '{}', now() - interval '6 days')`);
  });
  expect(await purgeSpent()).toBeGreaterThanOrEqual(2);
  const [keys, events] = await system(async (tx) => [
    await tx.execute<{ key: string }>(sql`select key from idempotency_keys where actor = ${mark}`),
    await tx.execute<{ name: string }>(sql`
      select name from outbox where organization_id = ${organizationId} and name like 'left%'`),
  ]);
  expect([keys!.map(({ key }) => key), events!.map(({ name }) => name)]).toEqual([["today"], ["left"]]);
});
