import { handle } from "@/lib/http/handle";
import { pauseCampaign } from "@/lib/messaging/control/contract";
import * as mutations from "@/lib/messaging/control/mutations";

export const POST = handle(pauseCampaign, mutations.pauseCampaign);
