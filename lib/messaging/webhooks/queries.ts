import { type SQL, sql } from "drizzle-orm";
import { rank, UNKNOWN } from "./policy";

const cases = sql.raw(
  Object.entries(rank)
    .map(([status, place]) => `when '${status}' then ${place}`)
    .join(" "),
);

/** `policy.rankOf` as SQL over a row of message_jobs. */
export const rankIn = (job: SQL): SQL =>
  sql`case when ${job}.status = 'failed' and ${job}.last_error = ${UNKNOWN} then ${sql.raw(String(rank.sending))}
           else case ${job}.status ${cases} end end`;
