import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { instantOut } from "@/lib/http/fields";

const finding = z.object({
  key: z.string().meta({ description: "Which part: unsent, mail, worker, database and so on" }),
  name: z.string(),
  status: z.enum(["fail", "warn", "ok", "not_applicable"]),
  message: z.string(),
  fix: z.string().nullable().meta({ description: "What to do or set; null where nothing is wrong" }),
});
export type Finding = z.output<typeof finding>;

export const examine = endpoint({
  method: "POST",
  path: "/admin/doctor",
  summary: "Check every part of this installation, and say what is wrong and what to set",
  description:
    "Sends one mail to the provider's test address and waits for word of it, writes and deletes one file, and asks " +
    "every part once. Takes up to ten seconds. What would silently not be sent comes first.",
  tag: "Operation",
  scope: from.staff,
  permission: null,
  limit: "auth",
  status: 200,
  // Each call is a look of its own.
  replay: false,
  output: z.object({
    checkedAt: instantOut.meta({ description: "When it was examined" }),
    well: z.boolean(),
    findings: z.array(finding),
  }),
});
