import { notInArray, sql } from "drizzle-orm";
import { asSystem } from "@/db/client";
import { messageTemplates as templates } from "@/db/schema";
import { listTemplates } from "@/lib/clients/text/twilio";

/** Reads the account's templates when the last look is an hour old, or found none: an account just set up has some. */
export async function syncDueTemplates(): Promise<number> {
  const [last] = await asSystem("templates belong to the installation", (tx) =>
    tx.execute<{ due: boolean }>(
      sql`select coalesce(max(synced_at) < now() - interval '1 hour', true) as due from message_templates`,
    ),
  );
  return last!.due ? syncTemplates() : 0;
}

/**
 * Reads the account's templates with what Meta says of them; those that are gone there are gone here.
 *
 * @returns how many there are
 */
export async function syncTemplates(): Promise<number> {
  const found = await listTemplates();
  if (found === null) return 0;
  await asSystem("templates belong to the installation", async (tx) => {
    await tx.delete(templates).where(
      found.length > 0
        ? notInArray(
            templates.id,
            found.map(({ sid }) => sid),
          )
        : sql`true`,
    );
    if (found.length === 0) return;
    const fresh = (column: string) => sql.raw(`excluded.${column}`);
    await tx
      .insert(templates)
      .values(found.map(({ sid, ...template }) => ({ id: sid, ...template })))
      .onConflictDoUpdate({
        target: templates.id,
        set: {
          ...{ name: fresh("name"), language: fresh("language"), category: fresh("category") },
          ...{
            status: fresh("status"),
            body: fresh("body"),
            variables: fresh("variables"),
            reason: fresh("reason"),
          },
          syncedAt: sql`now()`,
        },
      });
  });
  return found.length;
}
