import { sql } from "drizzle-orm";
import type { Cx } from "@/lib/http/cx";
import type { Part } from "./contract";

/** How many rows of each sort a copy makes; they are the job's progress. */
export async function sizeOf(cx: Cx, projectId: string, include: Record<Part, boolean>) {
  const [row] = await cx.tx.execute<{
    events: number;
    guests: number;
    forms: number;
    sites: number;
    campaigns: number;
  }>(sql`
    select (select count(*) from events where project_id = ${projectId})::int as events,
           (select count(*) from guests where project_id = ${projectId})::int as guests,
           (select count(*) from rsvp_forms where project_id = ${projectId})::int as forms,
           (select count(*) from sites where project_id = ${projectId})::int as sites,
           (select count(*) from messaging_campaigns where project_id = ${projectId})::int as campaigns`);
  const size = row!;
  return {
    events: size.events,
    guests: include.guests ? size.guests : 0,
    forms: include.forms ? size.forms : 0,
    sites: include.sites ? size.sites : 0,
    campaigns: include.campaigns ? size.campaigns : 0,
  };
}
