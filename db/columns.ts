import { sql } from "drizzle-orm";
import { integer, timestamp, uuid } from "drizzle-orm/pg-core";
import { uuidv7 } from "uuidv7";

/** Primary key: a UUIDv7 made in the app (RFC 9562), so that ids sort by time of creation. */
export const id = () =>
  uuid()
    .primaryKey()
    .$defaultFn(() => uuidv7());

/** An instant with its zone; JSON shows it as RFC 3339 UTC. */
export const instant = () => timestamp({ withTimezone: true, mode: "date", precision: 3 });

export const timestamps = () => ({
  createdAt: instant().notNull().defaultNow(),
  updatedAt: instant()
    .notNull()
    .defaultNow()
    // By the database's clock, as every other moment.
    .$onUpdateFn(() => sql`now()`),
});

/** Counts the changes of a row that people edit side by side; compared with If-Match. */
export const version = () => integer().notNull().default(1);

/** Only roots are soft-deleted; the tenant's policy hides them (db/rls.sql). */
export const deletedAt = () => instant();
