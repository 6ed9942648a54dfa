import { z } from "zod";
import { line, prose } from "@/lib/http/fields";
import { unknownFields } from "../mail/body";

export const channel = z.enum(["email", "sms", "whatsapp"]);

/** Text with merge fields: what looks like one and is none is refused, since guests would read the braces. */
export const merged = <T extends z.ZodType<string>>(text: T, unknownIn = unknownFields) =>
  text.superRefine((typed, context) => {
    for (const unknown of unknownIn(typed)) {
      context.addIssue({ code: "custom", message: `${unknown} is not a merge field` });
    }
  });

export const templateVariables = z
  .record(z.string().regex(/^\w{1,50}$/, "is no name of a variable"), merged(line(500)))
  .meta({
    description: "What fills the template, by variable, with merge fields",
    example: { 1: "{{guest.firstName|friend}}", 2: "{{invite.url}}" },
  });
const afterHours = z.number().int().min(1, "is less than an hour").max(720, "is more than 30 days").meta({
  description: "Hours after the messages before are on their way",
});
/** A step of what follows, as it is written. */
export const fallback = z.strictObject({
  channel,
  afterHours,
  subject: merged(line(200))
    .nullable()
    .default(null)
    .meta({ description: "Of a mail; null is the campaign's own" }),
  body: merged(prose(20_000).min(1, "is empty")),
  templateId: line(100).nullable().default(null),
  templateVariables: templateVariables.default({}),
});
export type FallbackStep = z.output<typeof fallback>;

/** The same as it is read. */
export const following = z.object({
  channel,
  afterHours: z.number().int(),
  subject: z.string().nullable(),
  body: z.string(),
  templateId: z.string().nullable(),
  templateVariables: z.record(z.string(), z.string()),
});
