import { env } from "@/lib/clients/env";
import type { Cx } from "@/lib/http/cx";
import type { Input, Returned } from "@/lib/http/endpoint";
import { addressing, type Channel } from "../audience/policy";
import { carrierFor } from "../delivery/queries";
import type { listChannels as listContract } from "./contract";

// Without the mail's own variables the app does not start.
const variables = {
  email: [],
  sms: ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_SMS_FROM"],
  whatsapp: ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_WHATSAPP_FROM"],
} as const;

/** Every channel, with whether this installation sends by it and what it lacks. */
export async function listChannels(
  _: Cx,
  __: Input<typeof listContract>,
): Promise<Returned<typeof listContract>> {
  const data = (Object.keys(addressing) as Channel[]).map((channel) => {
    const carrier = carrierFor(channel);
    return {
      channel,
      isSetUp: carrier !== null,
      isLocal: carrier?.local ?? false,
      missing: carrier ? [] : variables[channel].filter((name) => !env()[name]),
    };
  });
  return { data, nextCursor: null, total: data.length };
}
