import { z } from "zod";

/** Field types that contracts share. */

export const uuid = z.uuid();

/** An instant in an answer: RFC 3339 in UTC. Takes the database's Date. */
export const instantOut = z.preprocess(
  (value) => (value instanceof Date ? value.toISOString() : value),
  z.iso.datetime(),
);

/** An instant in a request: RFC 3339 with any offset; becomes a Date. Years that no calendar of ours reaches are refused. */
export const instantIn = z.iso
  .datetime({ offset: true, message: "is not a time such as 2027-06-12T15:00:00Z" })
  .transform((text) => new Date(text))
  .refine((at) => at.getUTCFullYear() >= 1900 && at.getUTCFullYear() < 2500, "is not in this age");

/** One line of text without control characters; outer white space goes. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
    .regex(/^[^\u0000-\u001f\u007f]*$/, "has characters that cannot be shown");

/** Text of several lines; NUL, which PostgreSQL cannot store, is refused. */
export const prose = (max: number) =>
  z
    .string()
    .max(max)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is refused
    .regex(/^[^\u0000]*$/, "has characters that cannot be stored");

export const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email({ message: "is not an e-mail address" }));

export const timezone = z
  .string()
  .max(64)
  .refine((zone) => {
    try {
      return Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }));
    } catch {
      return false;
    }
  }, "is not a time zone such as Europe/Rome");

/** A BCP 47 tag that this runtime knows how to read. */
export const locale = z
  .string()
  .max(35)
  .refine((tag) => {
    try {
      return Boolean(new Intl.Locale(tag));
    } catch {
      return false;
    }
  }, "is not a language such as en or pt-BR");

export const calendarDate = z.iso.date({ message: "is not a date such as 2027-06-12" });

/** What every resource returns. */
export const resource = { id: uuid, createdAt: instantOut, updatedAt: instantOut };
export const version = z.number().int().meta({ description: "Send it back as If-Match" });

/** The query of a list; add the list's own filters with `.extend`. */
export const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
  q: line(200).optional(),
  sort: z.string().max(40).optional(),
});

/** A list: `data`, `nextCursor`, `total` (at most 10,001 counted with a filter; then `totalIsMinimum`). */
export const page = <T extends z.ZodType>(item: T) =>
  z.object({
    data: z.array(item),
    nextCursor: z.string().nullable(),
    total: z.number().int(),
    totalIsMinimum: z.boolean().optional(),
  });
