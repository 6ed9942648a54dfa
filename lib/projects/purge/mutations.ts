import { sql } from "drizzle-orm";
import { asSystem, lend } from "@/db/client";
import { runAsJob } from "@/lib/http/job";
import { audit } from "@/lib/http/record";
import { restoreDays } from "../policy";

const BATCH = 5_000;
type Due = { id: string; organizationId: string; name: string };

/** The projects whose time to be restored is over, and copies that were never finished. */
export const duePurges = (): Promise<Due[]> =>
  asSystem("purging goes through all organizations", async (tx) => [
    ...(await tx.execute<Due>(sql`
      select p.id, p.organization_id as "organizationId", p.name from projects p
       where p.deleted_at < now() - make_interval(days => ${restoreDays})
         and not exists (select from jobs j where j.organization_id = p.organization_id
                            and j.status in ('queued', 'running') and j.input->>'targetId' = p.id::text)
       order by p.deleted_at limit 500`)),
  ]);

/**
 * Takes a project away for good, its guests some thousand at a time, each time a transaction: whatever dies in
 * between, the next night goes on. The log of what was done to it stays.
 */
export async function purgeProject({ id, organizationId, name }: Due): Promise<void> {
  const isDue = sql`(select from projects where id = ${id} and deleted_at < now() - make_interval(days => ${restoreDays}))`;
  for (;;) {
    const gone = await runAsJob("purge-projects", organizationId, (cx) =>
      lend(cx.tx, "trash", async (tx) => {
        await tx.execute(sql`
          update guests set plus_one_of = null where project_id = ${id} and plus_one_of is not null and exists ${isDue}`);
        const rows = await tx.execute(sql`
          delete from guests where id in (select id from guests where project_id = ${id} and exists ${isDue} limit ${BATCH})
          returning id`);
        return rows.length;
      }),
    );
    if (gone < BATCH) break;
  }
  await runAsJob("purge-projects", organizationId, async (cx) => {
    const [row] = await lend(cx.tx, "trash", (tx) =>
      tx.execute<{ epoch: boolean }>(sql`
        delete from projects where id = ${id} and exists ${isDue}
        returning deleted_at = 'epoch'::timestamptz as epoch`),
    );
    // A copy that was never finished was never anybody's project.
    if (row && !row.epoch) {
      await audit(cx, "project.purged", { kind: "project", id, projectId: id }, { before: { name } });
    }
  });
}
