import postgres from "postgres";
import { AppError } from "./problem";

/** Sentences for constraints that a request can run into; the database decides races, these words tell of them. */
const sentences: Record<string, { detail: string; path?: string }> = {
  organizations_slug_unique: { detail: "That short name is taken.", path: "slug" },
  guest_tags_name_unique: { detail: "There is a tag of that name already.", path: "name" },
  guest_contacts_value_unique: { detail: "This guest has that contact already.", path: "value" },
  invites_household_unique: {
    detail: "This household has a link already. Regenerate it if it should change.",
    path: "groupId",
  },
  invites_guest_unique: {
    detail: "This guest has a link already. Regenerate it if it should change.",
    path: "guestId",
  },
  sites_subdomain_unique: { detail: "That address is taken.", path: "subdomain" },
  sites_custom_domain_unique: { detail: "That domain is in use.", path: "customDomain" },
  guest_consents_standing_unique: { detail: "This guest allows that already.", path: "channel" },
  suppression_list_address_unique: { detail: "That address is on the list already.", path: "address" },
  organization_members_email_unique: { detail: "That person is a member or invited already.", path: "email" },
  plans_key_unique: { detail: "There is a plan of that key already.", path: "key" },
  jobs_one_at_a_time: { detail: "A copy of this project is being made already." },
  events_order: { detail: "An event cannot end before it begins.", path: "endsAt" },
};

/** PostgreSQL's error inside whatever a library wrapped around it. */
export function postgresError(error: unknown): postgres.PostgresError | null {
  for (let e = error, depth = 0; e instanceof Error && depth < 4; e = e.cause, depth++) {
    if (e instanceof postgres.PostgresError) return e;
  }
  return null;
}

/**
 * Turns what the database refused into a problem: 23505 is a duplicate, 23503 something that is gone or still
 * used, 23514 a value out of bounds; a database that is away is 503. Everything else is passed on.
 */
export function translateDatabaseError(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const pg = postgresError(error);
  if (!pg) return isAway(error) ? away() : error;
  const known = pg.constraint_name ? sentences[pg.constraint_name] : undefined;
  const more = known && {
    detail: known.detail,
    ...(known.path && { errors: [{ path: known.path, message: known.detail }] }),
  };
  switch (pg.code) {
    case "23505":
      return new AppError("duplicate", more);
    case "23503":
      return new AppError("conflict", more ?? { detail: "Something this refers to is not there any more." });
    case "23514":
    case "22001":
      return new AppError("invalid", more);
    case "42501":
      // What the scope sees is what its policies take; a missing grant is our mistake.
      return /row-level security policy/.test(pg.message)
        ? new AppError("forbidden", { detail: "This reaches beyond the projects that you were given." })
        : error;
    case "40001":
    case "40P01":
    case "55P03":
      return new AppError("unavailable", { detail: "Too many changes at once. Try again.", retryAfter: 1 });
    case "57P01":
    case "57P02":
    case "57P03":
    case "53300":
      return away();
    default:
      return error;
  }
}

const away = () =>
  new AppError("unavailable", { detail: "The database is away for a moment. Try again.", retryAfter: 2 });

function isAway(error: unknown): boolean {
  for (let e = error, depth = 0; e instanceof Error && depth < 4; e = e.cause, depth++) {
    const code = (e as { code?: string }).code ?? "";
    if (
      /^(ECONNREFUSED|ECONNRESET|EPIPE|CONNECTION_(CLOSED|ENDED|DESTROYED)|CONNECT_TIMEOUT|ETIMEDOUT|08...)$/.test(
        code,
      )
    ) {
      return true;
    }
  }
  return false;
}
