import { asc, eq } from "drizzle-orm";
import { lend } from "@/db/client";
import { messageTemplates as templates } from "@/db/schema";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import type { listTemplates as listContract } from "./contract";

const asTemplate = (row: typeof templates.$inferSelect) => ({ ...row, variables: row.variables as string[] });

/** Every template of the installation: they belong to its account, so all organizations share them. */
export async function listTemplates(
  cx: Cx,
  _: Input<typeof listContract>,
): Promise<Returned<typeof listContract>> {
  const rows = await lend(cx.tx, "system", (tx) =>
    tx.select().from(templates).orderBy(asc(templates.name), asc(templates.language)),
  );
  return { data: rows.map(asTemplate), nextCursor: null, total: rows.length };
}

/** One template; null where the account has none of that id. */
export async function templateOf(cx: Pick<Cx, "tx">, id: string | null) {
  if (id === null) return null;
  const [row] = await lend(cx.tx, "system", (tx) => tx.select().from(templates).where(eq(templates.id, id)));
  return row ? asTemplate(row) : null;
}
