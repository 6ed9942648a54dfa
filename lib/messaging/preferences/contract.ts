import { z } from "zod";
import { endpoint, from } from "@/lib/http/endpoint";
import { channel } from "../waterfall/contract";

const tag = "Suppression list";

const preferences = z.object({
  organization: z.string(),
  test: z.boolean().meta({ description: "The link is from a test mail; it changes nothing" }),
  channels: z.array(
    z.object({
      channel,
      address: z.string().meta({ description: "Masked: the link may have been passed on" }),
      isOn: z.boolean().meta({ description: "Whether the organization may write there" }),
      isFixed: z.boolean().meta({ description: "Cannot be allowed here: STOP is taken back by START alone" }),
    }),
  ),
});

export const getPreferences = endpoint({
  method: "GET",
  path: "/preferences/{token}",
  summary: "By which channels the holder of a link from a mail is written to; changes nothing",
  tag,
  scope: from.anyone,
  permission: null,
  limit: "public",
  output: preferences,
  problems: ["not_found"],
});

export const setPreferences = endpoint({
  method: "POST",
  path: "/preferences/{token}",
  summary: "Choose the channels by which one is written to",
  description:
    "Takes a form: `keep=email&keep=sms` keeps these, and every other one is stopped for all messages of the organization. Without `keep` nothing more comes.",
  tag,
  scope: from.anyone,
  permission: null,
  limit: "public",
  media: "raw",
  maxBytes: 4_096,
  status: 200,
  output: preferences,
  problems: ["not_found"],
});
