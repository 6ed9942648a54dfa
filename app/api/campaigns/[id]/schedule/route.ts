import { handle } from "@/lib/http/handle";
import { scheduleCampaign } from "@/lib/messaging/control/contract";
import * as mutations from "@/lib/messaging/control/mutations";

export const POST = handle(scheduleCampaign, mutations.scheduleCampaign);
