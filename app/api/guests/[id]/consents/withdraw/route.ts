import { handle } from "@/lib/http/handle";
import { withdrawConsent } from "@/lib/messaging/consent/contract";
import * as mutations from "@/lib/messaging/consent/mutations";

export const POST = handle(withdrawConsent, mutations.withdrawConsent);
