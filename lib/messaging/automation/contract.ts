import { z } from "zod";

const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "is not a time such as 10:00")
  .default("10:00")
  .meta({ description: "By the clocks of the event", examples: ["10:00"] });

/** What makes a campaign leave by itself. Which event it is about is said by its audience; else it is the main one. */
export const trigger = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("not_answered"),
      daysBefore: z.number().int().min(1).max(90).meta({ description: "Days before answers are due" }),
      everyDays: z.number().int().min(1).max(30).nullable().default(null).meta({
        description: "Again after so many days, until they answer or the deadline has come; null is once",
      }),
      at: timeOfDay,
    }),
    z.strictObject({
      kind: z.literal("answered"),
      attendance: z
        .enum(["attending", "declined", "maybe"])
        .nullable()
        .default(null)
        .meta({ description: "Only after this answer; null is any" }),
    }),
    z.strictObject({
      kind: z.literal("after_event"),
      days: z.number().int().min(0).max(60).meta({ description: "Days after the event has ended" }),
      at: timeOfDay,
    }),
  ])
  .meta({ examples: [{ kind: "not_answered", daysBefore: 7, everyDays: 3, at: "10:00" }] });
export type Trigger = z.output<typeof trigger>;
