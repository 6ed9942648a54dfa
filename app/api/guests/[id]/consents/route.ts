import { handle } from "@/lib/http/handle";
import { giveConsent } from "@/lib/messaging/consent/contract";
import * as mutations from "@/lib/messaging/consent/mutations";

export const POST = handle(giveConsent, mutations.giveConsent);
