import { z } from "zod";

export const url = z.url({ protocol: /^https?$/ });
export const base64Bytes = (bytes: number) => (text: string) => Buffer.from(text, "base64").length >= bytes;

/** One variable: how it is checked, an example that passes, and what it is for (shown in .env.example). */
export const variable = <T extends z.ZodType>(schema: T, example: string, about: string) => ({
  schema,
  example,
  about,
});
